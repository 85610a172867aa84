# SPDX-License-Identifier: Apache-2.0
"""The fixed small jobs whose instructions are counted. Each starts in a folder of its own with copies of what it needs; what
leads up to it is not counted."""
import json, os, shutil, stat
from room import KNOWN_ON, SOURCE, WIDE, demo_data
import world

SLICE_ROWS = 5000
OBSERVATIONS = "observations-2019-2025.csv"
SCENARIO = os.path.join("scripts", "scenarios", "slow_investment.lua")
CENTRAL = ("--set", "investment_growth=4%", "--central", "--threads", "1")


class Job:
    """before: names of things made by prepare() that are copied in; cold: with an empty cache of plans; needs: a
    flag of the processor; within: the function in which counting goes on, else everywhere; answer: what of its output must
    not depend on being counted."""

    def __init__(self, name, command, before=(), cold=False, stdin=None, environment=None, needs=None, within=None, answer=bytes):
        self.name, self.command, self.before, self.cold, self.stdin = name, command, before, cold, stdin
        self.environment, self.needs, self.within, self.answer = environment or {}, needs, within, answer


def qunce(name, *words, before=("anhui.qn",), cold=False):
    return Job(name, ["qunce", *words], before, cold)


def wide(name, *words):
    """With the loops for AVX2, where the machine has it."""
    return Job(name, ["qunce", *words], ("anhui.qn",), environment=WIDE, needs="avx2")


def checks(output):
    return [(row["job"], row["check"]) for row in map(json.loads, output.splitlines())]


def micro(only):
    """One thing of bench/micro, once, without what leads up to it, such as binding the functions it calls."""
    return Job("micro_" + only.replace(" ", "_"), ["micro", "--only", only, "--rounds", "1"], environment={"LD_BIND_NOW": "1"},
               within="run_times", answer=checks)


def guest(name, question):
    """The guest by itself: a recorded question on its input, its cage left open since a profiler cannot live in it."""
    return Job(name, ["qunce-guest"], (question,), stdin=question, environment={"LD_PRELOAD": os.path.join("..", "bin", "libbench_cage.so")})


JOBS = [
    qunce("init_anhui", "init", "new.qn", "--pack", "scripts/anhui", "--known-on", KNOWN_ON, before=()),
    qunce("import_slice", "import", "empty.qn", "slice.csv", "--known-on", KNOWN_ON, before=("empty.qn", "slice.csv")),
    qunce("import_demo", "import", "empty.qn", *demo_data(), "--known-on", KNOWN_ON, before=("empty.qn",)),
    qunce("import_again", "import", "anhui.qn", "slice.csv", "--known-on", "2026-05-01", before=("anhui.qn", "slice.csv")),
    qunce("whatif_warm", "whatif", "anhui.qn", *CENTRAL),
    qunce("whatif_cold", "whatif", "anhui.qn", *CENTRAL, cold=True),
    qunce("scenario_warm", "run", "anhui.qn", SCENARIO, "--central", "--threads", "1"),
    qunce("status_200", "status", "anhui.qn", "--paths", "200", "--threads", "1"),
    qunce("ensemble_1000", "status", "anhui.qn", "--paths", "1000", "--threads", "1"),
    wide("ensemble_avx2", "status", "anhui.qn", "--paths", "1000", "--threads", "1"),
    qunce("assess_200", "assess", "anhui.qn", "--paths", "200", "--threads", "1"),
    qunce("explain", "explain", "anhui.qn", "tianchang-instruments"),
    qunce("world_import", "import", "world-empty.qn", "world.csv", "--known-on", KNOWN_ON, before=("world-empty.qn", "world.csv")),
    qunce("world_corrections", "import", "world.qn", "corrections.csv", "--known-on", "2026-05-01", before=("world.qn", "corrections.csv")),
    qunce("world_remarks", "import", "world-empty.qn", "remarks.csv", "--known-on", KNOWN_ON, before=("world-empty.qn", "remarks.csv")),
    qunce("world_panel", "status", "world.qn", "--paths", "1", "--threads", "1", before=("world.qn",)),
    qunce("world_criteria", "assess", "world.qn", "--paths", "1", "--top", "20", "--threads", "1", before=("world.qn",)),
    guest("guest_pack", "question.pack"),
    guest("guest_scenario", "question.scenario"),
    *map(micro, ("kernel product", "kernel comparison", "kernel where", "kernel power", "draw uniform", "draw normal", "across total",
                 "across rank", "across quantile", "quantile of 10,000", "text CSV", "text number read", "text period", "text UTF-8", "text checksum",
                 "column write", "column read", "column series", "column name", "plan program read", "plan catalogue", "plan link", "plan compile")),
]


def write_slice(path):
    with open(os.path.join(SOURCE, "datasets", "demo", OBSERVATIONS), encoding="utf-8") as file, open(path, "w", encoding="utf-8") as out:
        for _ in range(SLICE_ROWS + 1):
            out.write(file.readline())


def record_questions(room, folder):
    """A stand-in for the guest that keeps the question it is asked, then lets the real one answer."""
    stage = os.path.join(room.path, "record")
    os.mkdir(stage)
    shutil.copy2(os.path.join(room.path, "bin", "qunce"), stage)
    stand_in, heard = os.path.join(stage, "qunce-guest"), os.path.join(stage, "heard")
    with open(stand_in, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\ntee {heard} | {room.path}/bin/qunce-guest\n")
    os.chmod(stand_in, 0o755 | stat.S_IXUSR)
    room.run(folder, ["../record/qunce", "init", "heard.qn", "--pack", "scripts/anhui", "--known-on", KNOWN_ON])
    os.rename(heard, os.path.join(folder, "question.pack"))
    room.run(folder, ["../record/qunce", "run", "anhui.qn", SCENARIO, "--paths", "1"])
    os.rename(heard, os.path.join(folder, "question.scenario"))


def prepare(room):
    """Everything that jobs start from, in the folder "made"; the cache of plans is warm afterwards."""
    folder = room.folder("made")

    def run(*words):
        room.run(folder, ["qunce", *words])

    write_slice(os.path.join(folder, "slice.csv"))
    world.write_pack(os.path.join(folder, "world"))
    world.write_observations(os.path.join(folder, "world.csv"))
    world.write_corrections(os.path.join(folder, "corrections.csv"))
    world.write_remarks(os.path.join(folder, "remarks.csv"))
    run("init", "empty.qn", "--pack", "scripts/anhui", "--known-on", KNOWN_ON)
    run("init", "world-empty.qn", "--pack", "world", "--known-on", KNOWN_ON)
    for name, empty in (("anhui.qn", "empty.qn"), ("world.qn", "world-empty.qn")):
        shutil.copytree(os.path.join(folder, empty), os.path.join(folder, name))
    run("import", "anhui.qn", *demo_data(), "--known-on", KNOWN_ON)
    run("import", "world.qn", "world.csv", "--known-on", KNOWN_ON)
    run("run", "anhui.qn", SCENARIO, "--paths", "1")
    record_questions(room, folder)
    return folder
