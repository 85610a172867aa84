-- SPDX-License-Identifier: Apache-2.0
-- W4: eight thresholds with waivers, each number a parameter as in any pack. The numbers are those of work/data.c.

local at_least = { 30, 25, 12, 38, 4, 8, 22, 28 }
local waived_from = { 90, 80, 95, 85, 90, 80, 95, 85 }

for rule = 1, 8 do
  local figure, waiver = "figure_" .. rule, "waiver_" .. ((rule - 1) % 4 + 1)
  local least, from = "at_least_" .. rule, "waived_from_" .. rule
  parameter(least) { title = { en = "Least of figure " .. rule }, unit = "points", value = at_least[rule] }
  parameter(from) { title = { en = "Waived from, rule " .. rule }, unit = "points", value = waived_from[rule] }
  criterion("rule_" .. rule) {
    title = { en = "Rule " .. rule },
    needs = function(c, p) return c[figure] >= p[least] end,
    waivable = function(c, p) return c[waiver] >= p[from] end,
  }
end
