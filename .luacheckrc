-- SPDX-License-Identifier: Apache-2.0
std = "lua54"
max_line_length = 170
stds.qunce = {
  read_globals = {
    "parameter", "option", "assumption", "derive", "criterion", "check", "rollup", "model", "target", "recognition", "ranking", "rounds", "scenario", "measure",
    "normal", "lognormal", "uniform", "triangular", "where", "count", "total", "mean", "share", "rank", "quantile",
    "only", "between", "shown", "growth_since", "lag", "cagr", "mean_growth", "present", "min", "max", "abs", "sqrt", "log", "exp", "floor", "ceil",
    "number_in", "any", "all", "how_many", "as_number",
    "yi", "wan", "pct", "score", "kt",
  },
}
files["scripts"] = { std = "lua54+qunce" }
files["tests"] = { std = "lua54+qunce" }
local verbs = { "move", "correlate", "effects_of", "extra_growth", "grow", "halt", "business_as_usual", "best_peer", "forecast", "reach", "recover", "shock",
  "lost_leader", "new_firm", "measure" }
files["scripts/lib/verbs.lua"] = { read_globals = verbs }
files["scripts/scenarios"] = { read_globals = verbs }
files["tests/packs/gardens/scripts/dry.lua"] = { read_globals = verbs }
files["**/*_test.lua"] = { read_globals = { "test", "many", "near" } }
