#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The gates' own arithmetic, on made-up counts and answers. usage: gate_test.py SOURCE"""
import json, os, subprocess, sys, tempfile, unittest

SOURCE = os.path.abspath(sys.argv.pop(1))
sys.path.insert(0, os.path.join(SOURCE, "bench", "gate"))
import answers, count  # noqa: E402

TOOLS = {"gcc-12": "12.2.0-14+deb12u1", "libc6": "2.36-9+deb12u13"}


def counts(total, functions=None, name="status", versions=None):
    return {"versions": versions or TOOLS, "jobs": {name: {"total": total, "functions": functions or {"a.c:slow": total}}}}


class Compare(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def compare(self, old, new, *words):
        for name, thing in (("baseline.json", old), ("counts.json", new)):
            with open(self.path(name), "w", encoding="utf-8") as file:
                json.dump(thing, file)
        done = subprocess.run([sys.executable, os.path.join(SOURCE, "bench", "compare"), self.path("baseline.json"), self.path("counts.json"),
                               *words], capture_output=True, text=True)
        return done.returncode, done.stdout

    def test_51_per_mille_more_fails(self):
        code, told = self.compare(counts(1000000), counts(1051000))
        self.assertEqual(code, 1)
        self.assertIn("worse  status", told)
        self.assertIn("+5.10 %", told)

    def test_49_per_mille_more_passes(self):
        code, told = self.compare(counts(1000000), counts(1049000))
        self.assertEqual(code, 0)
        self.assertIn("held   status", told)

    def test_what_grew_is_told_greatest_first(self):
        old = {"a.c:same": 800, "b.c:grew": 100, "c.c:fell": 100}
        new = {"a.c:same": 800, "b.c:grew": 200, "c.c:fell": 50, "d.c:came": 300}
        code, told = self.compare(counts(1000, old), counts(1350, new))
        self.assertEqual(code, 1)
        lines = [line.split() for line in told.splitlines() if line.startswith("    ")]
        self.assertEqual([line[-1] for line in lines], ["d.c:came", "b.c:grew"])
        self.assertIn("new", lines[0])
        self.assertIn("+100.0", lines[1])

    def test_better_is_told_and_passes(self):
        code, told = self.compare(counts(1000000), counts(949000))
        self.assertEqual(code, 0)
        self.assertIn("better status", told)
        self.assertIn("update the baseline", told)

    def test_a_repaired_library_is_told_and_judged(self):
        repaired = dict(TOOLS, libc6="2.36-9+deb12u14")
        code, told = self.compare(counts(1000), counts(1100, versions=repaired))
        self.assertEqual(code, 1)
        self.assertIn("libc6 2.36-9+deb12u13 -> 2.36-9+deb12u14", told)

    def test_another_compiler_is_not_judged(self):
        for versions in (dict(TOOLS, **{"gcc-12": "12.3.0-1"}), {"libc6": TOOLS["libc6"]}):
            code, told = self.compare(counts(1000), counts(1100, versions=versions))
            self.assertEqual(code, 0)
            self.assertIn("NOT JUDGED", told)

    def test_update_keeps_what_was_not_counted_and_shows_the_difference(self):
        old = counts(1000)
        old["jobs"]["explain"] = {"total": 7, "functions": {}}
        code, told = self.compare(old, counts(2000), "--update")
        self.assertEqual(code, 0)
        self.assertIn("+100.00 %", told)
        with open(self.path("baseline.json"), encoding="utf-8") as file:
            jobs = json.load(file)["jobs"]
        self.assertEqual({name: job["total"] for name, job in jobs.items()}, {"status": 2000, "explain": 7})
        self.assertEqual(self.compare({"versions": TOOLS, "jobs": jobs}, counts(2000))[0], 0)

    def test_update_drops_what_is_no_job_any_more(self):
        old = counts(1000)
        old["jobs"]["explain"] = {"total": 7, "functions": {}}
        self.compare(old, {**counts(1000), "known": ["status"]}, "--update")
        with open(self.path("baseline.json"), encoding="utf-8") as file:
            self.assertEqual(list(json.load(file)["jobs"]), ["status"])

    def test_a_job_without_baseline_is_new_and_passes(self):
        code, told = self.compare(counts(1000), counts(1000, name="run"))
        self.assertEqual(code, 0)
        self.assertIn("new    run", told)


class Profile(unittest.TestCase):
    def test_own_instructions_of_functions_without_what_they_call(self):
        profile = """events: Ir
ob=(1) /bin/qunce
fl=(1) /src/a.c
fn=(1) first
10 100
+1 20
cfn=(2) second
calls=3 7
* 5000
fi=(2) /src/inline.h
4 1
fe=(1)
12 9

ob=(2) /lib/libmd.so.0.0.5
fl=(3) ???
fn=(2)
0 5000
fn=(3) first'2
0 7
ob=(1)
fl=(1)
fn=(1)
99 1

totals: 5138
""".splitlines()
        got = count.by_function(profile)
        self.assertEqual(got, {"a.c:first": 131, "libmd:second": 5000, "libmd:first": 7})


def report(rows, columns=("target", "due", "p50")):
    return {"title": "T", "notes": ["n"], "tables": {"targets": {"columns": list(columns), "rows": rows}}}


class Answers(unittest.TestCase):
    def differences(self, old, new):
        return list(answers.differences(old, new))

    def test_a_difference_names_table_row_field_old_and_new(self):
        old = report([["A", "2027", "45"], ["A", "2030", "53"]])
        new = report([["A", "2027", "45"], ["A", "2030", "54"]])
        self.assertEqual(self.differences(old, new), [("targets", "A 2030", "p50", "53", "54")])
        self.assertEqual(self.differences(old, old), [])

    def test_rows_that_come_and_go(self):
        found = self.differences(report([["A", "2027", "1"]]), report([["B", "2027", "1"]]))
        self.assertEqual(found, [("targets", "A", "", "a row", "no row"), ("targets", "B", "", "no row", "a row")])

    def test_rows_that_nothing_tells_apart_go_by_their_turn(self):
        found = self.differences(report([["A", "1", "x"], ["A", "1", "x"]]), report([["A", "1", "x"], ["A", "1", "y"]]))
        self.assertEqual(found, [("targets", "A (2)", "p50", "x", "y")])

    def test_order_and_columns_and_notes_count(self):
        old, new = report([["A", "1", "x"], ["B", "1", "x"]]), report([["B", "1", "x"], ["A", "1", "x"]])
        self.assertEqual([d[2] for d in self.differences(old, new)], ["order"])
        self.assertTrue(self.differences(report([["A", "1", "x"]]), report([["A", "1", "x", None]], ("target", "due", "p50", "new"))))
        self.assertTrue(self.differences({"notes": ["a", "b"]}, {"notes": ["b", "a"]}))
        self.assertTrue(self.differences({"notes": ["a", "a"]}, {"notes": ["a"]}))
        self.assertEqual(self.differences({"title": "a"}, {"title": "b"}), [("title", "", "", "a", "b")])

    def test_what_is_written_reads_back(self):
        answer = answers.compact(json.dumps({"title": "é", "synthetic": True, "tables": {"t": [{"a": 1, "b": None}, {"a": 2}]}, "notes": []}))
        with tempfile.NamedTemporaryFile("r", suffix=".json", encoding="utf-8") as file:
            answers.write(file.name, answer)
            self.assertEqual(json.load(file), answer)


unittest.main()
