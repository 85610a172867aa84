-- SPDX-License-Identifier: Apache-2.0
-- W4: eight thresholds with waivers, each number a parameter as in any pack. The numbers are those of work/data.c.

local at_least = { 30, 25, 12, 38, 4, 8, 22, 28 }
local waived_from = { 90, 80, 95, 85, 90, 80, 95, 85 }

local function meets(rule, c, p) return c["figure_" .. rule] >= p["at_least_" .. rule] end
local function waives(rule, c, p) return c["waiver_" .. ((rule - 1) % 4 + 1)] >= p["waived_from_" .. rule] end

-- Known to fall short, and not known to be waived.
local function fails(rule, c, p)
  local met, waived = meets(rule, c, p), waives(rule, c, p)
  return present(met) and not met and not (present(waived) and waived)
end

for rule = 1, 8 do
  parameter("at_least_" .. rule) { title = { en = "Least of figure " .. rule }, unit = "points", value = at_least[rule] }
  parameter("waived_from_" .. rule) { title = { en = "Waived from, rule " .. rule }, unit = "points", value = waived_from[rule] }
  criterion("rule_" .. rule) {
    title = { en = "Rule " .. rule },
    needs = function(c, p) return meets(rule, c, p) end,
    waivable = function(c, p) return waives(rule, c, p) end,
  }
  target("fails_" .. rule) {
    title = { en = "Entities that fail rule " .. rule },
    value = function(c, p) return count(fails(rule, c, p)) end,
  }
end

target "fail_twice" {
  title = { en = "Entities that fail two rules or more" },
  value = function(c, p)
    local first, second = fails(1, c, p), fails(2, c, p)
    local once, twice = first or second, first and second
    for rule = 3, 8 do
      local failed = fails(rule, c, p)
      twice = twice or (once and failed)
      if rule < 8 then once = once or failed end
    end
    return count(twice)
  end,
}
