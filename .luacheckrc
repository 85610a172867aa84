-- SPDX-License-Identifier: Apache-2.0
std = "lua54"
max_line_length = 170
stds.qunce = {
  read_globals = {
    "parameter", "option", "assumption", "derive", "criterion", "model", "target", "recognition", "scenario",
    "normal", "lognormal", "uniform", "triangular", "where", "count", "total", "mean", "share", "rank", "quantile",
    "only", "shown", "growth_since", "lag", "cagr", "mean_growth", "present", "min", "max", "abs", "sqrt", "log", "exp", "floor", "ceil",
    "number_in", "any", "all", "how_many", "as_number",
    "yi", "wan", "pct", "score", "kt",
  },
}
files["scripts"] = { std = "lua54+qunce" }
files["tests"] = { std = "lua54+qunce" }
files["scripts/**/*_test.lua"] = { read_globals = { "test", "many" } }
