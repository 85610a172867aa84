# SPDX-License-Identifier: Apache-2.0
"""Who takes part in which job, and with which words. Each is asked for one job and prints rows; absent ones are left out."""
import json, os, shutil, subprocess, time

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
OURS = {"W1": ["import"], "W2": ["panel"], "W3": ["lookup"], "W4": ["criteria"], "W5": ["ensemble"], "W6": ["cold", "whatif"]}
PARTS = {"W1": ["W1", "W1 year", "W1 corrections"]}  # what the peers are asked for, where it is more than the job
INNER = {"W1": 2, "W2": 9, "W3": 3, "W4": 9, "W5": 3, "W6": 9}  # runs within one turn, after a rehearsal


def first_that_runs(*tries):
    """The first command that ends well, or None."""
    for argv in tries:
        if shutil.which(argv[0]) and subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
            return argv[0]
    return None


class Field:
    """What is installed here, and where everything lies."""

    def __init__(self, build, size):
        self.size, self.bench = size, os.path.join(build, "bench")
        self.data, self.work, self.node_packages = (os.path.join(self.bench, name) for name in ("data", "peers", "node"))
        os.makedirs(self.work, exist_ok=True)
        self.qunce = os.path.join(build, "qunce")
        has = lambda name: os.path.isdir(os.path.join(self.node_packages, "node_modules", name))
        node = shutil.which("node")
        self.python = first_that_runs(["/usr/bin/python3", "-c", "import numpy, pandas"], ["python3", "-c", "import numpy, pandas"])
        self.r = first_that_runs(["Rscript", "-e", "library(data.table)"])
        self.duckdb, self.polars = node and has("@duckdb/node-api"), node and has("nodejs-polars")
        self.luajit, self.lua, self.shell = shutil.which("luajit"), shutil.which("lua5.4"), shutil.which("sqlite3")
        self.sqlite = os.path.join(self.bench, "peer_sqlite")
        self.sqlite = self.sqlite if os.path.exists(self.sqlite) else None
        os.environ["QUNCE_NODE"] = self.node_packages

    def versions(self):
        asked = [(self.shell, ["sqlite3", ":memory:", "select 'SQLite ' || sqlite_version()"]),
                 (self.python, [self.python, "-c", "import numpy, pandas;print('numpy', numpy.__version__, 'pandas', pandas.__version__)"]),
                 (self.r, ["Rscript", "-e", "cat('R', as.character(getRversion()), 'data.table', as.character(packageVersion('data.table')))"]),
                 (self.luajit, ["luajit", "-v"]), (self.lua, ["lua5.4", "-v"])]
        found = [subprocess.run(argv, capture_output=True, text=True).stdout.split("Copyright")[0].strip(" -\n")[:48] for there, argv in asked if there]
        for name, there in (("@duckdb/node-api", self.duckdb), ("nodejs-polars", self.polars)):
            if there:
                with open(os.path.join(self.node_packages, "node_modules", name, "package.json")) as file:
                    found.append(f"{name} {json.load(file)['version']}")
        return found

    def ours(self, job):
        """The program of a job, if it has been built."""
        for name in OURS.get(job, []):
            path = os.path.join(self.bench, name)
            if os.path.exists(path):
                yield [path, "--size", str(self.size), "--data", self.data, "--rounds", str(INNER[job])]

    def peers(self, job):
        words = lambda part, threads, inner=INNER[job]: [part, str(self.size), self.data, self.work, str(inner), str(threads)]
        for part in PARTS.get(job, [job]):
            base = job in ("W1", "W2", "W3", "W4")
            if base and self.sqlite:
                yield [self.sqlite, *words(part, 1, 1 if job in ("W1", "W3") else INNER[job])[:-1]]  # slow, and none the slower unrehearsed
            if part == "W1" and self.shell:
                yield ["python3", f"{HERE}/sqlite_shell.py", *words(part, 1)]
            if base and self.duckdb:
                for threads in (1, 2) if part == job else (2,):
                    yield ["node", f"{HERE}/duckdb.mjs", *words(part, threads)]
            if part in ("W1", "W2", "W4") and self.polars:
                yield ["node", f"{HERE}/polars.mjs", *words(part, 2)]
            if part == job and job != "W6" and self.python:
                yield [self.python, f"{HERE}/numpy_pandas.py", *words(part, 1)]
            if part == job and job != "W6" and self.r:
                yield ["Rscript", f"{HERE}/peer.R", *words(part, 2)]
            if part == job and job != "W6" and self.luajit:
                yield ["luajit", f"{HERE}/peer.lua", *words(part, 1)]
        if job == "W5" and self.lua:
            yield ["lua5.4", f"{HERE}/peer.lua", *words(job, 1)]

    def prepare_start(self):
        """The stores that W6 starts from; the shipped data in each."""
        csv, sql = f"{SOURCE}/datasets/demo/observations-2019-2025.csv", f"{self.work}/start.db"
        demo = f"{self.work}/start.qn"
        quiet = {"stdout": subprocess.DEVNULL, "check": True}
        if os.path.exists(self.qunce):
            shutil.rmtree(demo, ignore_errors=True)  # by the program that is measured
            subprocess.run([self.qunce, "init", demo, "--pack", f"{SOURCE}/scripts/anhui"], **quiet)
            subprocess.run([self.qunce, "import", demo, *(f"{SOURCE}/datasets/demo/{name}.csv" for name in ("observations-2019-2025", "recognition", "waivers"))], **quiet)
        if self.shell and not os.path.exists(sql):
            subprocess.run([self.shell, sql, "create table obs(entity, indicator, period int, value real, source, primary key(indicator, period, entity)) without rowid",
                            f".import --csv --skip 1 {csv} obs"], **quiet)
        if self.duckdb and not os.path.exists(f"{self.work}/start.duckdb"):
            make = ("const d=require(process.env.QUNCE_NODE+'/node_modules/@duckdb/node-api');(async()=>{const b=await (await d.DuckDBInstance.create(process.argv[1])).connect();"
                    "await b.run(\"create table obs as select * from read_csv('\"+process.argv[2]+\"')\");await b.run('checkpoint')})()")
            subprocess.run(["node", "-e", make, f"{self.work}/start.duckdb", csv], **quiet)
        return csv, sql, demo

    def starts(self):
        """(who, argv, file for standard input): whole processes, timed from outside."""
        csv, sql, demo = self.prepare_start()
        whatif = [self.qunce, "whatif", demo, "--set", "investment_growth=4%"]
        start = f"{HERE}/start/start"
        yield "(true)", ["/bin/true"], None
        if os.path.exists(demo):
            yield "qunce whatif --central", [*whatif, "--central", "--lang", "en", "--format", "json"], None
            yield "(qunce whatif, 10,000 paths)", whatif, None
        if self.shell:
            yield "sqlite3 shell", [self.shell, "-readonly", sql], f"{start}.sql"
        if self.lua:
            yield "plain lua 5.4 csv", ["lua5.4", f"{start}.lua", csv], None
        if self.luajit:
            yield "luajit csv", ["luajit", f"{start}.lua", csv], None
        yield "python stdlib csv", ["/usr/bin/python3" if os.path.exists("/usr/bin/python3") else "python3", f"{start}_csv.py", csv], None
        if self.python:
            yield "pandas csv", [self.python, f"{start}_pandas.py", csv], None
        if self.r:
            yield "R base csv", ["Rscript", f"{start}.R", csv], None
            yield "R data.table csv", ["Rscript", f"{start}.R", csv, "fread"], None
        if self.duckdb:
            yield "duckdb node", ["node", f"{start}_duckdb.mjs", f"{self.work}/start.duckdb"], None


def spawn(argv, standard_input=None):
    """Starts a program the cheapest way there is; (ms from start to end, what it printed)."""
    path = shutil.which(argv[0]) or argv[0]
    read_end, write_end = os.pipe()
    source = os.open(standard_input or os.devnull, os.O_RDONLY)
    actions = [(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, write_end, 1)]
    begin = time.perf_counter()
    child = os.posix_spawn(path, argv, os.environ, file_actions=actions)
    os.close(write_end)
    pieces = []
    while piece := os.read(read_end, 65536):
        pieces.append(piece)
    _, status = os.waitpid(child, 0)
    taken = (time.perf_counter() - begin) * 1e3
    os.close(read_end)
    os.close(source)
    return taken, b"".join(pieces).decode() if status == 0 else None
