# SPDX-License-Identifier: Apache-2.0
"""A few thousand invented clusters with six years of four figures, always the same: the pack in world/ with its register filled
in, and a CSV file of observations."""
import os, shutil

HERE = os.path.dirname(os.path.abspath(__file__))
CLUSTERS, GROUPS, YEARS = 3000, 20, range(2019, 2025)
FIGURES = (("output", 100.0, 2), ("research", 4.0, 2), ("investment", 12.0, 2), ("staff", 900.0, 0))


def hashed(*parts):
    """A number in [0, 1) that depends on nothing but its parts."""
    state = 0
    for part in parts:
        state = (state * 6364136223846793005 + part + 1442695040888963407) % 2**64
        state ^= state >> 29
    return (state * 0x9E3779B97F4A7C15 % 2**64 >> 11) / 2**53


def write_pack(folder):
    shutil.copytree(os.path.join(HERE, "world"), folder)
    with open(os.path.join(folder, "data", "entities.csv"), "w", encoding="utf-8") as file:
        print("kind,id,name_zh,name_en,code,member_of", file=file)
        for group in range(GROUPS):
            print(f"group,g{group:02},,Group {group:02},,", file=file)
        for cluster in range(CLUSTERS):
            print(f"cluster,c{cluster:04},,Cluster {cluster:04},,group/g{cluster % GROUPS:02}", file=file)


def write_observations(path):
    with open(path, "w", encoding="utf-8") as file:
        print("entity,indicator,period,value,source", file=file)
        for cluster in range(CLUSTERS):
            for f, (name, size, decimals) in enumerate(FIGURES):
                for year in YEARS:
                    value = size * (0.2 + hashed(cluster, f)) * (0.9 + 0.25 * hashed(cluster, f, year))
                    shown = "" if hashed(f, year, cluster) < 0.02 else f"{value:.{decimals}f}"
                    print(f"c{cluster:04},{name},{year},{shown},synthetic", file=file)


def write_corrections(path):
    """One figure in a hundred, corrected."""
    with open(path, "w", encoding="utf-8") as file:
        print("entity,indicator,period,value,source", file=file)
        for cluster in range(CLUSTERS):
            for f, (name, size, decimals) in enumerate(FIGURES):
                for year in YEARS:
                    if hashed(year, cluster, f) < 0.01:
                        print(f"c{cluster:04},{name},{year},{size * 1.25:.{decimals}f},synthetic", file=file)


def write_remarks(path):
    """The last year of a quarter of the clusters, each figure with a remark that has to be heard: none of them turns it."""
    remarks = ("按快报数填报", "new plant since March", "口径同上年,含园区外企业 3 家", "audited", "约数,待核", "合并报表")
    with open(path, "w", encoding="utf-8") as file:
        print("entity,indicator,period,value,source,note", file=file)
        for cluster in range(0, CLUSTERS, 4):
            for f, (name, size, decimals) in enumerate(FIGURES):
                remark = remarks[int(len(remarks) * hashed(f, cluster))]
                print(f'c{cluster:04},{name},{YEARS[-1]},{size * (0.5 + hashed(cluster, f)):.{decimals}f},synthetic,"{remark} {cluster}"', file=file)
