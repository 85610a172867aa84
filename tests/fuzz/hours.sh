#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every fuzz target, one on each core, so many seconds each: executions and what was covered, a line a target; of one that finds
# something its last words, and an exit code. usage: [SEED=N] hours.sh SECONDS [TARGET...]; a seed of 0, the default, is another each time.
# What is found goes to build/fuzz/found, what was learned stays in build/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."
export seconds=$1
shift
if [ $# -eq 0 ]; then
  set -- tests/fuzz/fuzz_*.c
fi
set -- "${@##*/fuzz_}"

fuzz() {
  local target=$1 log=build/fuzz/found/$1.log words=()
  mkdir -p "build/fuzz/corpus/$target"
  if [ -f "tests/fuzz/dictionaries/$target.dict" ]; then
    words=(-dict="tests/fuzz/dictionaries/$target.dict")
  fi
  if ! build/fuzz/tests/fuzz/fuzz_"$target" -seed="${SEED:-0}" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="build/fuzz/found/$target-" "${words[@]}" "build/fuzz/corpus/$target" "tests/fuzz/seeds/$target" > "$log" 2>&1; then
    { echo "$target found something:"; tail -40 "$log"; } >&2
    return 1
  fi
  echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions, $(sed -n 's/.*cov: \([0-9]*\).*/\1/p' "$log" | tail -1) edges"
}
export -f fuzz

mkdir -p build/fuzz/found
printf '%s\n' "${@%.c}" | xargs -P"$(nproc)" -I{} bash -euo pipefail -c 'fuzz {}'
