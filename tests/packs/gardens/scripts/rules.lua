-- SPDX-License-Identifier: Apache-2.0
parameter "enough" { title = "Harvest wanted", unit = "kt", value = 100 }
parameter "fine" { title = "Fine fruit wanted", unit = "%", value = 50 }
option "first_day" {
  title = "Does the first day count?", clause = "3", default = "left_out",
  readings = { { "left_out", en = "no" }, { "counts", en = "yes" } },
}
option "enough.strict" {
  title = "Is enough strictly above?", clause = "2", default = "at_least",
  readings = { { "at_least", en = "at least" }, { "above", en = "above" } },
}

derive "fineness" { value = function(c) return c.fine / c.harvest end }

criterion "harvest" {
  title = "Harvest", clause = "2", quote = "a hundred kilotons",
  needs = function(c, p) return c.harvest > p.enough or (p["enough.strict"] == "at_least" and c.harvest == p.enough) end,
  waivable = function(c) return c.valley == "upper" end,
}
criterion "fineness" {
  title = "Fine fruit", clause = "2",
  needs = function(c, p) return c.fineness >= p.fine end,
  hint = function(c) return c.fineness - lag(c.fineness, 1) end,
}
criterion "certified" { title = "Certified", needs = function(c) return c.certified end }
check "fine.of.harvest" {
  severity = "error", title = "Fine fruit is part of the harvest", about = { "fine", "harvest" },
  holds = function(c) return c.fine <= c.harvest end,
}
check "harvest.jump" {
  severity = "warning", title = "Harvests do not double", about = { "harvest" },
  holds = function(c) return c.harvest <= 2 * lag(c.harvest, 1) end,
}
rollup "workers" { of = "people", value = function(e) return count(e.listed) end }
rollup "pickers" {
  of = "people", title = "What trained people pick", unit = "kt", value = function(e) return total(only(e.trained, e.picks)) end,
}
