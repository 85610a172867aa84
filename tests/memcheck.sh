#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The tests under valgrind, each program and what it starts: memory that was never written, above all, which no sanitizer of ours sees.
# usage: memcheck.sh [OPTION OF CTEST...], as in memcheck.sh -R '^(base|store)/'. All of it takes hours.
# Left out: tests of faults, which put a library of their own under the program and count what it asks for; the benches; counts, which
# holds numbers of instructions against each other; what looks at scripts and sources alone; base/real, since valgrind computes long
# doubles with 64 bits; base/filter, whose filter of system calls ends valgrind; lanes/loops, since it compares missing numbers four at
# a time otherwise than a processor; files/spawn, since under valgrind a program that is not there is started all the same; cli/imports,
# since valgrind's own file comes in the place of an output that was closed.
set -eu
cd "$(dirname "$0")/.."
cmake --preset memcheck >/dev/null
cmake --build --preset memcheck >/dev/null
rm -f build/memcheck/findings/*
status=0
export QUNCE_PATIENCE=15 # times as long as else may pass before a test gives up
ctest --preset memcheck --timeout 7200 -E '^(faults|bench|scripts)/|^cli/(bench|counts|imports)$|^base/(real|filter)$|^lanes/loops$|^files/spawn$' "$@" || status=$?
for found in build/memcheck/findings/*; do
  [ -s "$found" ] || continue
  head -40 "$found"
  status=1
done
exit $status
