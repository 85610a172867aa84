#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many clusters reach a size a year ahead: the ensemble beside the exact distribution.

usage: counts.py BUILD SOURCE

Given the shocks that clusters share, each crosses the threshold by its own luck alone, so that the count follows a
Poisson-binomial law; mixed over the shared shocks it is exact but for the mixing grid. The ensemble must agree to sampling
error in its mean, its quantiles and the chance of every goal. Nothing here is shared with the engine but the model's words."""
import csv, io, os, statistics, subprocess, sys, tempfile
from math import inf, sqrt

PATHS, PROVINCE, INDUSTRY, OWN, DRIFT, ELASTICITY, INVESTMENT = 40000, 0.02, 0.02, 0.04, 0.05, 0.5, 0.06
NORMAL = statistics.NormalDist()


def nodes(sd, count):
    """Midpoints of strata of equal probability."""
    return [sd * NORMAL.inv_cdf((i + 0.5) / count) for i in range(count)] if sd else [0.0]


def poisson_binomial(chances):
    law = [1.0]
    for p in chances:
        law = [(law[k] if k < len(law) else 0) * (1 - p) + (law[k - 1] * p if k else 0) for k in range(len(law) + 1)]
    return law


def convolve(left, right):
    out = [0.0] * (len(left) + len(right) - 1)
    for i, x in enumerate(left):
        for k, y in enumerate(right):
            out[i + k] += x * y
    return out


def exact(groups, threshold, industry_sd):
    """The law of the count; groups: revenues by industry, those with a certain outcome cost nothing."""
    strata = nodes(PROVINCE, 120)
    total = None
    for shock in strata:
        law = [1.0]
        for revenues in groups.values():
            mixed = [0.0] * (len(revenues) + 1)
            own = nodes(industry_sd, 60)
            for industry in own:
                growth = DRIFT + ELASTICITY * (INVESTMENT + shock) + industry
                chances = [1 - NORMAL.cdf((threshold / r - 1 - growth) / OWN) for r in revenues]
                for k, p in enumerate(poisson_binomial(chances)):
                    mixed[k] += p / len(own)
            law = convolve(law, mixed)
        total = law if total is None else [x + y for x, y in zip(total, law)]
    return [x / len(strata) for x in total]


def main():
    build, source = (os.path.abspath(argument) for argument in sys.argv[1:3])
    folder = tempfile.TemporaryDirectory()
    environment = {"PATH": os.environ["PATH"], "HOME": folder.name, "XDG_CACHE_HOME": folder.name, "LANG": "C.UTF-8"}
    environment.update((name, os.environ[name]) for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ)

    def qunce(*words):
        done = subprocess.run([build + "/qunce", *words], capture_output=True, env=environment, cwd=folder.name, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        return done.stdout

    def table(text, column):
        rows = list(csv.reader(io.StringIO(text)))
        start = max(i for i, row in enumerate(rows) if column in row)
        return [dict(zip(rows[start], row)) for row in rows[start + 1:] if row]

    qunce("init", "c.qn", "--pack", source + "/scripts/anhui")
    qunce("import", "c.qn", source + "/datasets/demo/observations-2019-2025.csv", "--known-on", "2026-03-30")
    industry = {row["id"]: row["industry"] for row in table(qunce("list", "c.qn", "clusters", "--format", "csv"), "industry")}
    groups = {}
    for row in table(qunce("export", "c.qn", "revenue", "--year", "2025"), "value"):
        groups.setdefault(industry[row["entity"]], []).append(float(row["value"]))
    failures = 0
    for threshold, industry_sd in ((100, INDUSTRY), (100, 0), (60, INDUSTRY), (35, 0)):
        law = exact(groups, threshold, industry_sd)
        mean = sum(k * p for k, p in enumerate(law))
        sd = sqrt(sum((k - mean) ** 2 * p for k, p in enumerate(law)))
        goal = round(mean) + 1
        got = next(row for row in table(qunce("targets", "c.qn", "clusters_revenue_ge_100", "--paths", str(PATHS), "--seed", "7", "--until", "2027", "--format", "csv",
            "--set", f"drift={DRIFT:.0%}", "--set", f"elasticity={ELASTICITY:.0%}", "--set", f"industry_shock=normal(0%, {industry_sd:.0%})",
            "--set", f"tier_100={threshold}亿元", "--set", f"goal_2027_100={goal}"), "mean") if row["period"] == "2026")
        chance = sum(law[goal:])
        tail = sqrt(chance * (1 - chance) / PATHS)
        checks = [abs(float(got["mean"]) - mean) < 4 * sd / sqrt(PATHS), abs(float(got["probability"]) - chance) < 4 * tail]
        below, upto, slack = 0.0, 0.0, 4 * sqrt(0.25 / PATHS)
        cdf = [sum(law[:k + 1]) for k in range(len(law))]
        for name, p in (("p5", 0.05), ("p50", 0.5), ("p95", 0.95)):
            k = int(float(got[name]))
            below, upto = (cdf[k - 1] if k else -inf), cdf[k]
            checks.append(below <= p + slack and upto >= p - slack)
        failures += not all(checks)
        print(f"≥ {threshold}: exact mean {mean:.3f}, P(≥ {goal}) {chance:.4f}; ensemble {float(got['mean']):.3f}, {float(got['probability']):.4f}",
            "" if all(checks) else f"DIFFER {checks}")
    sys.exit(failures != 0)


main()
