# SPDX-License-Identifier: Apache-2.0
"""How time grows with size: import and panel scan over observations, the ensemble over paths; the exponent is the slope of
log time over log size. Sizes that take less than three times the smallest are mostly its constant, and left out of the fit."""
import json, math, os, subprocess

CURVES = [("import", "W1", "--size", range(3, 8)), ("panel", "W2", "--size", range(3, 8)), ("ensemble", "W5", "--paths", range(2, 7))]


def fit(points):
    """(slope, points used): least squares over the points beyond the constant."""
    floor = min(ms for _, ms in points)
    used = [(math.log(size), math.log(ms)) for size, ms in points if ms >= 3 * floor]
    if len(used) < 2:
        return None, len(used)
    x, y = (sum(p[i] for p in used) / len(used) for i in (0, 1))
    return sum((a - x) * (b - y) for a, b in used) / sum((a - x) ** 2 for a, _ in used), len(used)


def run(field, powers_down, rounds, say):
    """All curves; a list of dicts. powers_down leaves out the greatest sizes."""
    found = []
    for program, job, option, powers in CURVES:
        path = os.path.join(field.bench, program)
        if not os.path.exists(path):
            say(f"{program}: not built")
            continue
        lines = {}
        for power in list(powers)[:len(powers) - powers_down]:
            argv = [path, option, str(10 ** power), "--data", field.data, "--rounds", str(rounds)]
            done = subprocess.run(argv, stdout=subprocess.PIPE, text=True)
            for row in map(json.loads, filter(None, done.stdout.split("\n"))):
                if row["job"] == job:
                    lines.setdefault((row["who"], row["threads"]), []).append((10 ** power, row["min_ms"]))
        for (who, threads), points in lines.items():
            slope, used = fit(points)
            found.append({"job": job, "who": who, "threads": threads, "points": points, "exponent": slope, "used": used})
    return found


def print_curves(curves, say):
    for curve in curves:
        floor = min(ms for _, ms in curve["points"])
        say(f"\n{curve['job']} {curve['who']}, {curve['threads']} threads (least of the runs)")
        last = None
        for size, ms in curve["points"]:
            step = f"{math.log(ms / last[1]) / math.log(size / last[0]):6.2f}" if last else "      "
            say(f"  {size:>11,} {ms:12.3f} ms {1e6 * ms / size:12.1f} ns each  slope {step}{'  mostly the constant' if ms < 3 * floor else ''}")
            last = (size, ms)
        say(f"  exponent {curve['exponent']:.2f} over {curve['used']} sizes" if curve["exponent"] is not None else "  no size beyond the constant: no exponent")
