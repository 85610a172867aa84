#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random rules, written in Lua and run as plans over all entities, must give what a plain evaluation of the same formula
gives, entity by entity, missing values included. usage: agree.py BUILD [SEED]

The evaluator here is another one, in another language: numbers or None; masks True, False or None (Kleene)."""
import json, math, os, random, subprocess, sys, tempfile

BUILD = os.path.abspath(sys.argv[1])
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 20250701
RULES, ENTITIES, YEARS = 120, 40, (2023, 2024, 2025)
INPUTS = "abcd"


def settle(x):
    return x if x is not None and math.isfinite(x) else None


def number(op):
    def run(x, y):
        if x is None or y is None:
            return None
        try:
            return settle(op(x, y))
        except (ZeroDivisionError, OverflowError, ValueError):
            return None
    return run


ARITHMETIC = {"+": number(lambda x, y: x + y), "-": number(lambda x, y: x - y), "*": number(lambda x, y: x * y), "/": number(lambda x, y: x / y)}
PAIRS = {"min": number(min), "max": number(max)}
SINGLE = {"abs": abs, "sqrt": math.sqrt, "log": math.log, "exp": math.exp, "floor": math.floor, "ceil": math.ceil}
COMPARE = {"<": lambda x, y: x < y, "<=": lambda x, y: x <= y, ">": lambda x, y: x > y, ">=": lambda x, y: x >= y, "==": lambda x, y: x == y, "~=": lambda x, y: x != y}


def both(x, y):
    return False if x is False or y is False else None if x is None or y is None else True


def quantile(values, q):  # type 7
    if not values:
        return None
    values = sorted(values)
    at = (len(values) - 1) * q
    low = math.floor(at)
    return values[low] + (at - low) * (values[min(low + 1, len(values) - 1)] - values[low])


class Maker:
    """A formula is (Lua text, function from (world, entity, year) to a value)."""

    def __init__(self, seed):
        self.dice = random.Random(seed)

    def leaf(self, constant=True):
        if constant and self.dice.random() < 0.3:
            value = self.dice.choice([0, 1, 2, 0.5, -1.5, 3.25, 100])
            return f"({value})", lambda world, e, t: float(value)
        name = self.dice.choice(INPUTS)
        return "c." + name, lambda world, e, t: world.get((e, name, t))

    def across(self, depth):
        text, f = self.make(max(depth - 1, 1), False)
        name = self.dice.choice(["total", "mean", "share", "quantile"])

        def run(world, e, t):
            values = [f(world, other, t) for other in range(ENTITIES)]
            present = [x for x in values if x is not None]
            if name == "total":
                return settle(sum(present)) if present else None
            if name == "mean":
                return settle(sum(present) / len(present)) if present else None
            if name == "quantile":
                return quantile(present, 0.25)
            return ARITHMETIC["/"](values[e], sum(present))
        return (f"{name}({text}, 0.25)" if name == "quantile" else f"{name}({text})"), run

    def make(self, depth, crossing=True):
        """A formula that rests on data somewhere: what is constant is Lua's own business and never becomes a plan."""
        made = self.leaf() if depth == 0 else self.branch(depth, crossing)
        return made if depth == 0 or uses_data(made[0]) else self.leaf(constant=False)

    def branch(self, depth, crossing):
        kind = self.dice.random()
        if kind < 0.4:
            op = self.dice.choice("+-*/")
            (xt, x), (yt, y) = self.make(depth - 1, crossing), self.make(depth - 1, crossing)
            if op == "/" and yt == "(0)": # refused
                op = "-"
            return f"({xt} {op} {yt})", lambda w, e, t: ARITHMETIC[op](x(w, e, t), y(w, e, t))
        if kind < 0.5:
            op = self.dice.choice(list(PAIRS))
            (xt, x), (yt, y) = self.make(depth - 1, crossing), self.make(depth - 1, crossing)
            return f"{op}({xt}, {yt})", lambda w, e, t: PAIRS[op](x(w, e, t), y(w, e, t))
        if kind < 0.62:
            op = self.dice.choice(list(SINGLE))
            xt, x = self.make(max(depth - 1, 1), crossing)
            return f"{op}({xt})", lambda w, e, t: number(lambda v, _: SINGLE[op](v))(x(w, e, t), 0)
        if kind < 0.74:
            (xt, x), (yt, y) = self.make(max(depth - 1, 1), crossing), self.make(depth - 1, crossing)
            return f"({xt} or {yt})", lambda w, e, t: y(w, e, t) if x(w, e, t) is None else x(w, e, t)
        if kind < 0.86:
            (mt, m), (xt, x), (yt, y) = self.mask(depth - 1), self.make(depth - 1, crossing), self.make(depth - 1, crossing)

            def choose(w, e, t):
                mask, one, other = m(w, e, t), x(w, e, t), y(w, e, t)
                return one if mask is True else other if mask is False else one if one is not None and one == other else None
            return f"where({mt}, {xt}, {yt})", choose
        if kind < 0.93:
            name = self.dice.choice(INPUTS)
            return f"lag(c.{name}, 1)", lambda w, e, t: w.get((e, name, t - 1))
        return self.across(depth) if crossing else self.leaf()

    def mask(self, depth):
        if depth <= 0 or self.dice.random() < 0.5:
            op = self.dice.choice(list(COMPARE))
            (xt, x), (yt, y) = self.make(max(depth - 1, 0), False), self.leaf(constant=False)

            def compare(w, e, t):
                one, other = x(w, e, t), y(w, e, t)
                return None if one is None or other is None else COMPARE[op](one, other)
            return f"({xt} {op} {yt})", compare
        (xt, x), (yt, y) = self.mask(depth - 1), self.mask(depth - 1)
        kind = self.dice.choice(["and", "or", "not"])
        if kind == "and":
            return f"({xt} and {yt})", lambda w, e, t: both(x(w, e, t), y(w, e, t))
        if kind == "or":
            return f"({xt} or {yt})", lambda w, e, t: (lambda v: None if v is None else not v)(both(*(None if v is None else not v for v in (x(w, e, t), y(w, e, t)))))
        return f"(not {xt})", lambda w, e, t: (lambda v: None if v is None else not v)(x(w, e, t))


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def uses_data(text):
    return "c." in text


def make_pack(folder, formulas):
    os.makedirs(folder + "/data")
    write(folder + "/pack.csv", "key,value\nid,random\ntitle_en,Random rules\nsubject,thing\nmain,pack.lua\ndata,data\n")
    write(folder + "/data/kinds.csv", "id,name_en\nthing,Thing\n")
    write(folder + "/data/units.csv", "id,kind,decimals\nx,ratio,9\n")
    write(folder + "/data/indicators.csv", "id,name_en,unit,kind\n" + "".join(f"{name},{name},x,flow\n" for name in INPUTS))
    write(folder + "/data/entities.csv", "kind,id,name_en\n" + "".join(f"thing,e{i:03},E{i:03}\n" for i in range(ENTITIES)))
    write(folder + "/pack.lua", "".join(f'criterion "r{i}" {{ title = "r{i}", needs = function(c) return {text} >= 0.25 end }}\n' for i, (text, _) in enumerate(formulas)))


def make_world(dice):
    world = {}
    for e in range(ENTITIES):
        for name in INPUTS:
            for t in YEARS:
                if dice.random() > 0.2 or (e == 0 and t == YEARS[-1]):
                    world[e, name, t] = round(dice.choice([dice.gauss(0, 3), dice.gauss(50, 30), float(dice.randint(-2, 2))]), 3)
    return world


def close(x, y):
    return (x is None) == (y is None) and (x is None or abs(x - y) <= 1e-12 * max(1, abs(x), abs(y)))


def main():
    maker, formulas = Maker(SEED), []
    while len(formulas) < RULES:
        formula = maker.make(4)
        if uses_data(formula[0]):
            formulas.append(formula)
    world, failures = make_world(random.Random(SEED + 1)), 0
    with tempfile.TemporaryDirectory() as folder:
        make_pack(folder + "/pack", formulas)
        write(folder + "/o.csv", "entity,indicator,period,value,source\n" + "".join(f"e{e:03},{name},{t},{v!r},synthetic\n" for (e, name, t), v in world.items()))
        environment = dict(os.environ, XDG_CACHE_HOME=folder, LANG="C.UTF-8")
        for arguments in (["init", "s.qn", "--pack", "pack"], ["import", "s.qn", "o.csv"]):
            subprocess.run([BUILD + "/qunce"] + arguments, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run([BUILD + "/qunce", "assess", "s.qn", "--format", "json"], cwd=folder, env=environment, check=True, capture_output=True)
    rows = json.loads(done.stdout)["tables"]["findings"]
    for row in rows:
        text, f = formulas[int(row["criterion"][1:])]
        wanted = f(world, int(row["id"][1:]), YEARS[-1])
        verdict = "unknown" if wanted is None else "met" if wanted >= 0.25 else "unmet"
        on_the_border = wanted is not None and abs(wanted - 0.25) < 1e-9
        if not close(wanted, row["value"]) or (verdict != row["verdict"] and not on_the_border):
            failures += 1
            if failures <= 5:
                print(f"{row['id']} {text}: wanted {wanted} {verdict}, got {row['value']} {row['verdict']}")
    print(f"{len(rows) - failures} passed, {failures} failed")
    sys.exit(failures != 0 or len(rows) != RULES * ENTITIES)


main()
