# SPDX-License-Identifier: Apache-2.0
"""The driver of the benches: whose answers count, and what a goal compares. usage: tables_test.py SOURCE"""
import sys, unittest

SOURCE = sys.argv.pop(1)
sys.dont_write_bytecode = True
sys.path.insert(0, f"{SOURCE}/bench/peers")
import curve, tables


def row(who, ms, check="n=1", threads=1, job="W2"):
    return {"job": job, "who": who, "threads": threads, "size": 10, "runs": 1, "median_ms": ms, "min_ms": ms, "max_ms": ms, "rss_mb": 1, "bytes": 0, "check": check}


class Tables(unittest.TestCase):
    def test_sums_may_differ_in_their_last_place_and_counts_may_not(self):
        self.assertTrue(tables.agree("W3", "n=5 sum=1.000000001e+03", "n=5 sum=1.000000002e+03"))
        self.assertFalse(tables.agree("W3", "n=5 sum=1.000000001e+03", "n=5 sum=1.000000005e+03"))
        self.assertFalse(tables.agree("W3", "n=5 sum=1.0e+03", "n=6 sum=1.0e+03"))
        self.assertFalse(tables.agree("W3", "n=5", "m=5"))
        self.assertFalse(tables.agree("W3", "n=5", "n=5 sum=1"))
        self.assertFalse(tables.agree("W2", "", "n=5"))

    def test_other_random_numbers_come_near(self):
        near, far = "mean6=36.42 p5=34 p50=36 p95=39 psum=36.42", "mean6=36.60 p5=34 p50=36 p95=39 psum=36.60"
        self.assertTrue(tables.agree("W5", "mean6=36.40 p5=33 p50=36 p95=39 psum=36.40 bits=00e1", near))
        self.assertFalse(tables.agree("W5", near, far))
        self.assertFalse(tables.agree("W5", near + " bits=00e1", near + " bits=00e2"))

    def test_a_peer_that_answers_otherwise_is_wrong(self):
        rows = tables.merge([row("sqlite", 2, "n=2"), row("raw C", 1), row("qunce", 1), row("sqlite", 2, "n=2")])
        tables.judge(rows)
        self.assertEqual([r["wrong"] for r in rows], [True, False, False])
        self.assertIsNone(tables.find(rows, "sqlite"))

    def test_without_a_raw_row_most_voices_count(self):
        rows = tables.merge([row("a", 2, "n=2"), row("b", 1), row("c", 1), row("(true)", 1, "")])
        tables.judge(rows)
        self.assertEqual([r.get("wrong") for r in rows], [True, False, False, None])

    def test_turns_become_one_row(self):
        merged, = tables.merge([row("a", 3), row("a", 1), row("a", 2)])
        self.assertEqual((merged["median_ms"], merged["min_ms"], merged["max_ms"], merged["runs"]), (2, 1, 3, 3))

    def test_goals_are_ratios_of_one_run(self):
        found = {"W2": tables.merge([row("raw C column", 10), row("qunce plan", 12), row("duckdb 2thr", 480, threads=2), row("duckdb 1thr", 100)])}
        tables.judge(found["W2"])
        goals = {g["goal"]: (g["measured"], g["met"]) for g in tables.measure_goals(found)}
        self.assertEqual(goals["qunce plan at most 1.3 x raw C column"], (1.2, True))
        self.assertEqual(goals["qunce plan at least 30 x as fast as duckdb 2thr"], (40, True))
        self.assertEqual(len(goals), 2)

    def test_an_exponent_leaves_out_what_is_mostly_constant(self):
        slope, used = curve.fit([(10, 1.0), (100, 1.1), (1000, 10.0), (10000, 100.0)])
        self.assertAlmostEqual(slope, 1)
        self.assertEqual(used, 2)
        self.assertEqual(curve.fit([(10, 1.0), (100, 1.0)]), (None, 0))


unittest.main()
