#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""W1 to W5 on numpy and pandas: categories to codes, one dense array [indicator][year][entity] of doubles on disk, mapped
when it is read. No transactions. usage: numpy_pandas.py JOB SIZE DATA WORK RUNS THREADS"""
import json, os, re, sys, time
import numpy as np
import pandas as pd

JOB, SIZE, DATA, WORK, RUNS = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5])
STORE = f"{WORK}/numpy-{SIZE}.npy"
LEAST, WAIVED = [30, 25, 12, 38, 4, 8, 22, 28], [90, 80, 95, 85]
YEARS, FIRST = 10, 2015


def peak():
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024


def race(who, run, prepare=None, finish=None, size=SIZE):
    """The first of several runs is a rehearsal. finish, outside the clock, may answer instead of run."""
    times, answer, on_disk = [], "", 0
    for i in range(-1 if RUNS > 1 else 0, RUNS):
        if prepare:
            prepare()
        start = time.perf_counter()
        answer = run()
        if i >= 0:
            times.append((time.perf_counter() - start) * 1e3)
        if finish:
            answer, on_disk = finish()
    print(json.dumps({"job": JOB, "who": who, "threads": 1, "size": size, "runs": len(times), "median_ms": float(np.median(times)),
                      "min_ms": min(times), "max_ms": max(times), "rss_mb": peak(), "bytes": on_disk, "check": answer}), flush=True)


def read_csv(what):
    kinds = {"entity": "category", "indicator": "category", "period": "int16", "value": "float64"}
    return pd.read_csv(f"{DATA}/{what}-{SIZE}.csv", dtype=kinds, engine="c", na_filter=True)


def indicators():
    return list(pd.read_csv(f"{DATA}/pack-{SIZE}/data/indicators.csv", usecols=["id"])["id"])


def save(array, path):
    with open(path, "wb") as file:
        np.save(file, array)
        file.flush()
        os.fsync(file.fileno())


def load():
    table = read_csv("panel")
    entity, indicator = table["entity"].cat, table["indicator"].cat.set_categories(indicators()).cat
    dense = np.full((len(indicator.categories), YEARS, len(entity.categories)), np.nan)
    dense[indicator.codes.to_numpy(), table["period"].to_numpy() - FIRST, entity.codes.to_numpy()] = table["value"].to_numpy()
    save(dense, STORE)


def stored():
    if not os.path.exists(STORE):
        load()
    return np.load(STORE, mmap_mode="r")


def values():
    dense = np.load(STORE)
    return f"values={np.count_nonzero(~np.isnan(dense))} sum={np.nansum(dense):.6e}", os.stat(STORE).st_blocks * 512


def scan(dense):
    total = medians = 0.0
    for year in dense[0]:
        known = year[~np.isnan(year)]
        total += known.sum()
        known.mean()
        medians += np.median(known)
    growth = dense[0, -1] / dense[0, -2] - 1
    growth = growth[~np.isnan(growth)]
    top = np.partition(growth, len(growth) - 20)[-20:].sum()
    return f"sum={total:.6e} medsum={medians:.6e} top20={top:.6f}"


def scan_long(table):
    one = table[table["indicator"] == "revenue"]
    years = one.groupby("period")["value"].agg(["sum", "mean", "median"])
    wide = [one[one["period"] == year].set_index("entity")["value"] for year in (2023, 2024)]
    top = (wide[1] / wide[0] - 1).nlargest(20).sum()
    return f"sum={years['sum'].sum():.6e} medsum={years['median'].sum():.6e} top20={top:.6f}"


def look_up(dense, entity, indicator):
    series = dense[indicator, :, entity]
    known = ~np.isnan(series)
    return f"n={np.count_nonzero(known)} sum={series[known].sum():.9e}"


def look_up_singly(dense, pairs):
    n, total = 0, 0.0
    for entity, indicator in pairs:
        series = dense[indicator, :, entity]
        for value in series.tolist():
            if value == value:
                n += 1
                total += value
    return f"n={n} sum={total:.9e}"


def figures():
    """A dense array [figure][entity] in memory; entities in the order of their ids."""
    table = read_csv("criteria")
    names = [f"figure_{r + 1}" for r in range(8)] + [f"waiver_{w + 1}" for w in range(4)]
    entity, figure = table["entity"].cat, table["indicator"].cat.set_categories(names).cat
    dense = np.full((12, len(entity.categories)), np.nan)
    dense[figure.codes.to_numpy(), entity.codes.to_numpy()] = table["value"].to_numpy()
    return dense, entity.categories.str.slice(1).astype(int).to_numpy()


def judge(dense, number):
    fails, many = [], np.zeros(dense.shape[1], dtype=np.int8)
    for rule in range(8):
        failed = (dense[rule] < LEAST[rule]) & ~(dense[8 + rule % 4] >= WAIVED[rule % 4])
        fails.append(np.count_nonzero(failed))
        many += failed
    two = many >= 2
    return f"fails={','.join(map(str, fails))} ge2={np.count_nonzero(two)} idsum={number[two].sum()}"


def ensemble(generator, paths=10000, block=500):
    """Blocks of paths stay in the cache, all arrays are made once: a tenth faster than whole arrays."""
    start = pd.read_csv(f"{DATA}/ensemble-{SIZE}.csv").pivot(index="entity", columns="indicator", values="value")
    revenue0, investment0 = (start[name].to_numpy()[:, None] for name in ("revenue", "investment"))
    random, counts = np.random.Generator(generator(1)), np.empty((6, paths), dtype=np.int32)
    growth, shock, reached = np.empty((100, block)), np.empty((100, block)), np.zeros(100, dtype=np.int64)
    for first in range(0, paths, block):
        revenue, investment = np.repeat(revenue0, block, 1), np.repeat(investment0, block, 1)
        for year in range(6):
            random.standard_normal(out=growth)
            random.standard_normal(out=shock)
            growth *= 0.02
            growth += 0.06
            shock *= 0.03
            shock += 1
            investment += investment * growth
            growth *= 0.5
            shock += growth
            revenue *= shock
            counts[year, first:first + block] = np.count_nonzero(revenue >= 100, axis=0)
        reached += np.count_nonzero(revenue >= 100, axis=1)
    summary = [(row.mean(), *np.quantile(row, [0.05, 0.5, 0.95])) for row in counts]
    mean, p5, p50, p95 = summary[-1]
    return f"mean6={mean:.2f} p5={p5:.0f} p50={p50:.0f} p95={p95:.0f} psum={(reached / paths).sum():.2f}"


if JOB == "W1":
    race("pandas to npy", load, finish=values)
elif JOB == "W2":
    panel = stored()
    race("numpy mmap", lambda: scan(panel))
    long = read_csv("panel")
    race("pandas long", lambda: scan_long(long))
elif JOB == "W3":
    panel, asked = stored(), np.fromfile(f"{DATA}/lookups-{SIZE}.bin", dtype=np.uint32).reshape(-1, 2).astype(np.int64)
    race("numpy batch index", lambda: look_up(panel, asked[:, 0], asked[:, 1]))
    race("numpy one by one", lambda: look_up_singly(np.asarray(panel), asked.tolist()))
elif JOB == "W4":
    table, numbers = figures()
    race("numpy", lambda: judge(table, numbers))
elif JOB == "W5":
    race("numpy", lambda: ensemble(np.random.SFC64))  # its fastest generator, a fifth faster than its usual one
    race("numpy Philox", lambda: ensemble(np.random.Philox))  # one like ours: a path can be drawn again alone
else:
    sys.exit(f"{JOB}: W1 to W5 are known")
