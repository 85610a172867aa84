# SPDX-License-Identifier: Apache-2.0
"""A folder in which the same job always does the same work: programs, scripts and data are copied into it, names are relative,
the environment is fixed, and nothing of the checkout's path or the user's settings gets in."""
import glob, os, shutil, subprocess, sys, tempfile

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS = ("qunce", "qunce-guest")
COUNTED = (*PROGRAMS, os.path.join("bench", "micro"), os.path.join("bench", "libbench_cage.so"))
KNOWN_ON = "2026-03-30"  # else answers would hold today's date
# The C library picks its string functions by the processor, OpenSSL its hashing, we our loops (and ask the C library what
# there is): here what every machine has had since 2009, CRC included; and the same with AVX2.
PORTABLE = {"QUNCE_PORTABLE": "1", "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM,-BMI2",
            "OPENSSL_ia32cap": ":~0x20000128"}
WIDE = {"QUNCE_PORTABLE": None, "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-ERMS,-FSRM"}


def give_up(words):
    """Ends with 2: nothing was judged."""
    print(words, file=sys.stderr)
    sys.exit(2)


class Room:
    def __init__(self, build, programs=PROGRAMS):
        self.build, self.programs = os.path.abspath(build), programs
        self.path = tempfile.mkdtemp(prefix="qunce-gate-", dir="/tmp")
        os.chmod(self.path, 0o755)
        try:
            self.fill()
        except BaseException:
            self.close()
            raise

    def fill(self):
        os.mkdir(os.path.join(self.path, "bin"))
        for name in self.programs:
            if not os.path.exists(os.path.join(self.build, name)):
                give_up(f"{self.build}: no {name} here: build it with 'cmake --build --preset release'")
            shutil.copy2(os.path.join(self.build, name), os.path.join(self.path, "bin"))
        for name in ("scripts", "datasets"):
            shutil.copytree(os.path.join(SOURCE, name), os.path.join(self.path, name))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        shutil.rmtree(self.path, ignore_errors=True)

    def folder(self, name, *copied):
        """A folder of its own for one job, with scripts, data and copies of what it starts from."""
        path = os.path.join(self.path, name)
        os.mkdir(path)
        for link in ("scripts", "datasets"):
            os.symlink(os.path.join("..", link), os.path.join(path, link))
        for thing in copied:
            (shutil.copytree if os.path.isdir(thing) else shutil.copy2)(thing, os.path.join(path, os.path.basename(thing)))
        return path

    def environment(self, **more):
        """What the program sees; None takes a setting away."""
        settings = {"PATH": "/usr/bin:/bin", "HOME": "home", "XDG_CACHE_HOME": os.path.join(self.path, "cache"), "LANG": "C.UTF-8",
                    "QUNCE_LANG": "en", **PORTABLE, **more}
        return {name: value for name, value in settings.items() if value is not None}

    def run(self, folder, command, before=(), stdin=subprocess.DEVNULL, **environment):
        """Runs a program of the room in a folder; its standard output. What is in `before` is put in front."""
        program = os.path.join("..", "bin", command[0])
        done = subprocess.run([*before, program, *command[1:]], cwd=folder, env=self.environment(**environment), stdin=stdin,
                              capture_output=True)
        if done.returncode != 0:
            give_up(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr.decode('utf-8', 'replace').strip()[-2000:]}")
        return done.stdout


def demo_data():
    names = sorted(glob.glob(os.path.join(SOURCE, "datasets", "demo", "*.csv")))
    return [os.path.join("datasets", "demo", os.path.basename(name)) for name in names]


def build_faults(build):
    """Why counts of this build say nothing about the baseline's, which is the release preset by gcc; empty if they do."""
    settings = {}
    try:
        with open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8") as file:
            for line in file:
                name, colon, rest = line.partition(":")
                if colon:
                    settings[name] = rest.partition("=")[2].strip()
    except OSError:
        return [f"{build}: no build here: configure it with 'cmake --preset release'"]
    faults = []
    compiler = os.path.realpath(settings.get("CMAKE_C_COMPILER", ""))
    if "gcc" not in os.path.basename(compiler) and os.path.basename(compiler) != "cc":
        faults.append(f"{build} was built by {compiler}: the gate counts what gcc builds")
    if settings.get("CMAKE_BUILD_TYPE") != "RelWithDebInfo":
        faults.append(f"{build} is a build of type {settings.get('CMAKE_BUILD_TYPE')}: the gate counts the release preset")
    return faults
