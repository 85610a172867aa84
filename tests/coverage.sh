#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Line and branch coverage of engine/ by the whole suite. Loops that are compiled again for other instruction sets count once.
set -eu
command -v gcovr >/dev/null || { echo 'coverage.sh wants gcovr: apt-get install gcovr' >&2; exit 1; }
cd "$(dirname "$0")/.."
cmake --preset coverage >/dev/null
cmake --build --preset coverage >/dev/null
find build/coverage -name '*.gcda' -delete
QUNCE_PATIENCE=5 ctest --preset coverage --output-on-failure >/dev/null || echo 'coverage.sh: not all tests passed, and what they left out is not counted: ctest --preset coverage --rerun-failed' >&2
gcovr --root . --filter 'engine/' --exclude 'build/.*' --exclude-directories '.*_avx.*' --exclude-directories '.*CompilerId.*' --object-directory build/coverage \
  --gcov-ignore-parse-errors --print-summary --sort-uncovered
