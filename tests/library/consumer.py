#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds consumer.c and example.c against what was installed, twice, and holds what they tell against their .out (--write renews it)."""
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

PREFIX, SOURCE, COMPILER, FLAGS, LIBDIR = sys.argv[1:6]
SHARE = os.path.join(PREFIX, "share", "qunce")
LIBRARIES = os.path.join(PREFIX, LIBDIR or "lib")
PROGRAMS = ("consumer", "example")
PROJECT = """cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES C)
find_package(qunce 0.1 REQUIRED)
foreach(program consumer example)
  add_executable(${program} ${program}.c)
  target_link_libraries(${program} PRIVATE qunce::qunce)
endforeach()
"""


def run(*words, **more):
    done = subprocess.run(words, capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def main():
    with tempfile.TemporaryDirectory() as folder:
        use(folder)


def use(folder):
    environment = dict(os.environ, PKG_CONFIG_PATH=os.path.join(LIBRARIES, "pkgconfig"), XDG_CACHE_HOME=os.path.join(folder, "cache"),
                       LD_LIBRARY_PATH=LIBRARIES, LANG="C.UTF-8")
    store, qunce = os.path.join(folder, "a.qn"), os.path.join(PREFIX, "bin", "qunce")
    run(qunce, "init", store, "--pack", os.path.join(SHARE, "scripts", "anhui"), env=environment)
    run(qunce, "import", store, os.path.join(SHARE, "datasets", "demo", "observations-2019-2025.csv"), "--known-on", "2026-03-30", env=environment)

    flags = shlex.split(run("pkg-config", "--cflags", "--libs", "qunce", env=environment))
    for program in PROGRAMS:
        shutil.copy(os.path.join(SOURCE, program + ".c"), folder)
        run(COMPILER, *shlex.split(FLAGS), "-std=c17", "-o", os.path.join(folder, program), os.path.join(folder, program + ".c"), *flags)
    with open(os.path.join(folder, "CMakeLists.txt"), "w", encoding="utf-8") as file:
        file.write(PROJECT)
    run("cmake", "-S", folder, "-B", os.path.join(folder, "build"), f"-DCMAKE_PREFIX_PATH={PREFIX}", f"-DCMAKE_C_COMPILER={COMPILER}", f"-DCMAKE_C_FLAGS={FLAGS}")
    run("cmake", "--build", os.path.join(folder, "build"))

    scenario = os.path.join(SHARE, "scripts", "scenarios", "lost_leader.lua")
    for program in PROGRAMS:
        expected = os.path.join(SOURCE, program + ".out")
        told = [run(built, "a.qn", scenario, env=environment, cwd=folder) for built in (os.path.join(folder, program), os.path.join(folder, "build", program))]
        if "--write" in sys.argv:
            with open(expected, "w", encoding="utf-8") as file:
                file.write(told[0])
        with open(expected, encoding="utf-8") as file:
            wanted = file.read()
        if told != [wanted, wanted]:
            sys.exit(f"wanted:\n{wanted}\ngot by pkg-config:\n{told[0]}\ngot by find_package:\n{told[1]}")

    # Nothing of the source or the build stands in for what is installed: without the guest there are no rules.
    guest = os.path.join(PREFIX, "libexec", "qunce", "qunce-guest")
    os.rename(guest, guest + ".away")
    done = subprocess.run([os.path.join(folder, "consumer"), store, scenario], capture_output=True, text=True, env=environment)
    os.rename(guest + ".away", guest)
    if done.returncode != 1 or "qunce-guest" not in done.stderr:
        sys.exit(f"without its guest: {done.returncode} {done.stdout}{done.stderr}")


main()
