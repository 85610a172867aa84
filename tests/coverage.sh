#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Line and branch coverage of engine/ by the whole suite. Wants gcovr.
set -eu
cd "$(dirname "$0")/.."
cmake --preset coverage >/dev/null
cmake --build --preset coverage >/dev/null
find build/coverage -name '*.gcda' -delete
ctest --preset coverage --output-on-failure >/dev/null
gcovr --root . --filter 'engine/' --exclude '.*/CMakeFiles/.*' --exclude 'build/.*' --object-directory build/coverage --gcov-ignore-parse-errors --print-summary --sort-uncovered
