#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every fuzz target in turn, so many seconds each: executions and what was covered, a line a target; stops at a finding.
# usage: [SEED=N] hours.sh SECONDS [TARGET...]; a seed of 0, the default, is another each time.
# What is found goes to build/fuzz/found, what was learned stays in build/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=$1
shift
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
  for source in tests/fuzz/fuzz_*.c; do
    target=${source##*/fuzz_}
    targets+=("${target%.c}")
  done
fi
mkdir -p build/fuzz/found
for target in "${targets[@]}"; do
  mkdir -p "build/fuzz/corpus/$target"
  words=()
  if [ -f "tests/fuzz/dictionaries/$target.dict" ]; then
    words=(-dict="tests/fuzz/dictionaries/$target.dict")
  fi
  log=build/fuzz/found/$target.log
  if ! build/fuzz/tests/fuzz/fuzz_"$target" -seed="${SEED:-0}" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="build/fuzz/found/$target-" "${words[@]}" "build/fuzz/corpus/$target" "tests/fuzz/seeds/$target" > "$log" 2>&1; then
    tail -40 "$log"
    exit 1
  fi
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  covered=$(sed -n 's/.*cov: \([0-9]*\).*/\1/p' "$log" | tail -1)
  echo "$target: $runs executions, $covered edges"
done
