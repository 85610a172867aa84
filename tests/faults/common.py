# SPDX-License-Identifier: Apache-2.0
"""What the tests of faults share: the program, its documented exit codes, a store with a past, damage to bytes."""
import array, glob, os, re, struct, subprocess, sys

BUILD, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
CODES = {0, 1, 64, 65, 66, 67, 68, 69, 70, 71, 74, 75}
# LMDB trusts its pages and may read astray in a damaged one. Qunce's own guard is on trial here, so a sanitizer leaves those signals to it.
UNWATCHED = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "handle_segv=0:handle_sigbus=0:handle_abort=0")))
DEMO = os.path.join(SOURCE, "datasets", "demo")
PAGE = 4096


def qunce(folder, *arguments, timeout=60, **more):
    environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), LANG="C.UTF-8", ASAN_OPTIONS=UNWATCHED)
    return subprocess.run([os.path.join(BUILD, "qunce"), *arguments], cwd=folder, env={**environment, **more.pop("environment", {})},
                          capture_output=True, timeout=timeout, **more)


def has_words(done):
    """The last line on standard error says what is wrong; remarks may stand before it."""
    lines = done.stderr.splitlines()
    return bool(lines) and lines[-1].startswith(b"qunce: ") and len(lines[-1]) > len(b"qunce: ")


TOLD = (b"cell ", b"past ", b"claim ", b"remark ")


def told_lines(dump):
    """Of a dump the lines of values: what a repaired store may hold of them is these and no others."""
    return {line for line in dump.splitlines() if line.startswith(TOLD)}


def must(folder, *arguments):
    done = qunce(folder, *arguments)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: {done.stderr.decode()}")
    return done


def write_corrections(path, count, times, rows_from="observations-2019-2025.csv"):
    """The first rows of revenue in the demo data, multiplied: a file that corrects a store that has them."""
    with open(os.path.join(DEMO, rows_from), encoding="utf-8") as file:
        head, *rows = file.read().splitlines()
    column, indicator = head.split(",").index("value"), head.split(",").index("indicator")
    rows = [row for row in rows if row.split(",")[indicator] == "revenue"]
    with open(path, "w", encoding="utf-8") as file:
        print(head, file=file)
        for row in rows[:count]:
            fields = row.split(",")
            fields[column] = repr(float(fields[column]) * times)
            print(",".join(fields), file=file)


def write_registers(folder):
    """Of each register of the demonstration the records of one cluster."""
    written = []
    for file in sorted(glob.glob(os.path.join(DEMO, "registers", "*.csv")) + glob.glob(os.path.join(DEMO, "support", "*.csv"))):
        with open(file, encoding="utf-8") as rows:
            kept = [row for at, row in enumerate(rows) if at == 0 or ",tianchang-instruments," in row]
        written.append(os.path.join(folder, os.path.basename(file)))
        with open(written[-1], "w", encoding="utf-8") as out:
            out.writelines(kept)
    return written


def make_store(folder, name="sound.qn"):
    """Observations, registers, corrections, a claim that was not adopted: something in every table."""
    path = os.path.join(folder, name)
    must(folder, "init", path, "--pack", os.path.join(SOURCE, "scripts", "anhui"), "--known-on", "2026-01-01")
    must(folder, "import", path, *(os.path.join(DEMO, file) for file in ("observations-2019-2025.csv", "recognition.csv")), "--known-on", "2026-03-30")
    must(folder, "import", path, *write_registers(folder), "--known-on", "2026-03-31")
    for file, times, more in (("may.csv", 1.01, ("--known-on", "2026-05-02", "--synthetic")), ("paper.csv", 1.1, ("--known-on", "2026-05-03", "--rank", "estimate", "--synthetic"))):
        write_corrections(os.path.join(folder, file), 300, times)
        must(folder, "import", path, os.path.join(folder, file), *more)
    return path


def damages(sound, dice, flips, smears, cuts):
    """(what, bytes) one after another."""
    for _ in range(flips):
        at, bit = dice.randrange(len(sound)), dice.randrange(8)
        yield f"bit {bit} of byte {at} flipped", sound[:at] + bytes([sound[at] ^ 1 << bit]) + sound[at + 1:]
    for _ in range(smears):
        at = dice.randrange(len(sound) - 64)
        yield f"64 bytes at {at} overwritten", sound[:at] + bytes(dice.randrange(256) for _ in range(64)) + sound[at + 64:]
    for _ in range(cuts):
        length = dice.randrange(len(sound))
        yield f"cut to {length} bytes", sound[:length]


def misled(sound, dice, count):
    """(what, bytes): pages of LMDB on which one pointer leads to another's entry, which is sound in itself and stands twice. The last
    one of each page, behind which nothing would be missed, and `count` by chance."""
    pages = []
    for page in range(2, len(sound) // PAGE):
        flags, lower = struct.unpack_from("<HH", sound, page * PAGE + 10)
        if flags in (1, 2) and lower >= 20 and lower < PAGE: # a branch or a leaf, of two entries or more
            pages.append((page, (lower - 16) // 2))
    chosen = [(page, entries - 1, entries - 2) for page, entries in pages]
    chosen += [(page, *dice.sample(range(entries), 2)) for page, entries in dice.choices(pages, k=count)]
    for page, one, other in chosen:
        at, of = page * PAGE + 16 + 2 * one, page * PAGE + 16 + 2 * other
        yield f"entry {one} of page {page} is entry {other}", sound[:at] + sound[of:of + 2] + sound[at + 2:]


def renumbered(sound):
    """(what, bytes): one header's number changed by a bit, so that LMDB may take the older for the newer."""
    for header in (0, PAGE):
        for bit in (*range(8), *range(8, 64, 5)):
            at = header + 144 + bit // 8
            yield f"bit {bit} of the number of the header at {header} flipped", sound[:at] + bytes([sound[at] ^ 1 << bit % 8]) + sound[at + 1:]


def another_reaches():
    """Whether another user reaches the program at all: not where it lies in somebody's own folder."""
    try:
        return subprocess.run([os.path.join(BUILD, "qunce"), "--version"], cwd="/", user=65534, group=65534, extra_groups=[], capture_output=True).returncode == 0
    except PermissionError:
        return False


def sanitizer():
    """Of a build with one, its library, which must come behind whatever is preloaded."""
    told = subprocess.run(["ldd", os.path.join(BUILD, "qunce")], capture_output=True, text=True).stdout
    found = re.search(r"libasan\S* => (\S+)", told)
    return found and found.group(1)


def preloaded(library):
    """The environment in which a library of ours stands before the C library's; what a sanitizer finds has a code of its own."""
    behind = sanitizer()
    return {"LD_PRELOAD": f"{library}:{behind}", "ASAN_OPTIONS": "verify_asan_link_order=0:exitcode=99",
            "LSAN_OPTIONS": "print_suppressions=0"} if behind else {"LD_PRELOAD": library}


MOST_SITES = 1 << 20 # room for them, which is taken only as it is used


def read_sites(folder, run):
    """Of each allocation, a hash of the calls that led to it; run is given what refuse.c wants to be told."""
    path = os.path.join(folder, "sites")
    with open(path, "wb") as file:
        file.truncate(8 * MOST_SITES)
    run({"REFUSE_SITES": path})
    told = array.array("Q")
    with open(path, "rb") as file:
        count = int.from_bytes(file.read(8), "little")
        told.frombytes(file.read(8 * count))
    return told


def places(sites):
    """The first and the last allocation of each place."""
    first, last = {}, {}
    for number, site in enumerate(sites):
        first.setdefault(site, number)
        last[site] = number
    return sorted(set(first.values()) | set(last.values()))


def new_places(sites, met):
    """The first allocation of each place that was not met before, which needs a program that lies where it lay (see left.steady)."""
    first = {}
    for number, site in enumerate(sites):
        if site not in met:
            first.setdefault(site, number)
    met.update(first)
    return sorted(first.values())


def count_calls(folder, run):
    """How many calls to files block.c counted in a run, which is given what it wants to be told; and what run gave back."""
    path = os.path.join(folder, "calls")
    with open(path, "wb") as file:
        file.write(bytes(8))
    done = run({"BLOCK_COUNT": path})
    with open(path, "rb") as file:
        return int.from_bytes(file.read(8), "little"), done
