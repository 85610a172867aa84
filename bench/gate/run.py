#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The two gates: golden answers of the shipped scenarios, and instructions of fixed small jobs against the baseline.

usage: qunce bench gate [--answers | --counts] [--only JOB]... [--update]
       bench/gate/run.py --build BUILD [the same]

--answers, --counts   one of the two only
--only JOB            count this job only; may be repeated
--update              what is answered and counted now is right from now on; prints the difference
Exit code: 0 both held, 1 an answer differs or a job is more than 5 % worse, 2 nothing could be judged."""
import argparse, json, os, subprocess, sys, tempfile, time
import answers, count
from room import SOURCE

BASELINE = os.path.join(SOURCE, "bench", "baseline.json")


def read_words():
    words = argparse.ArgumentParser(usage=__doc__.replace("%", "%%"), add_help=False)
    words.add_argument("--build", default=os.path.join(SOURCE, "build", "release"))
    words.add_argument("--answers", action="store_true")
    words.add_argument("--counts", action="store_true")
    words.add_argument("--only", action="append", default=[])
    words.add_argument("--update", action="store_true")
    words.add_argument("--help", action="help")
    return words.parse_args()


def check_counts(asked):
    counts = count.count_jobs(asked.build, asked.only)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(counts, file)
        file.flush()
        words = [sys.executable, os.path.join(SOURCE, "bench", "compare"), BASELINE, file.name]
        return subprocess.run(words + (["--update"] if asked.update else [])).returncode


def main():
    asked, failed, begun = read_words(), 0, time.monotonic()
    if not asked.counts and not asked.only:
        failed = int(answers.check(asked.build, asked.update) > 0 and not asked.update)
        if failed:
            print("an answer is not what it was. If it must be so: 'qunce bench gate --answers --update', and say why in the commit")
        sys.stdout.flush()
    if not asked.answers:
        failed = max(check_counts(asked), failed)
    print(f"{time.monotonic() - begun:.0f} s")
    sys.exit(failed)


if __name__ == "__main__":
    main()
