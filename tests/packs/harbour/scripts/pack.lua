-- SPDX-License-Identifier: Apache-2.0
-- An invented programme of another kind: terminals of ports, judged by the quarter, until 2040.
parameter "enough" { title = "Cargo per berth wanted", unit = "kt", value = 40 }
parameter "cargo_growth" { title = "Growth of cargo a quarter", unit = "%", value = 1 }
parameter "term" { title = "Years of a licence", unit = "count", value = 5 }
parameter "danger" { title = "Danger from", unit = "%", value = 30 }
assumption "weather" { title = "Weather", unit = "%", usual = uniform(pct(-3), pct(3)), by = "port", source = "invented" }

local function per_berth(c)
  return c.cargo / number_in(c.berths, "count")
end

criterion "cargo" {
  title = "Cargo per berth",
  needs = function(c, p) return per_berth(c) >= p.enough end,
  waivable = function(c) return c.port == "north" end,
}
criterion "safety" { title = "Safety", needs = function(c) return c.certified end }
model "trade" {
  title = "Trade grows",
  step = function(c, a, p) return { cargo = c.cargo * (1 + p.cargo_growth + a.weather) } end,
}
target "total_cargo" {
  title = "Cargo of all terminals",
  value = function(c) return total(c.cargo) end,
  goals = { ["2040-Q4"] = function(v) return v >= kt(1000) end },
}
recognition { titles = "licence", term = "term", report_due = "01-31", risk = { { "danger", en = "danger", at_least = "danger" } } }
rollup "cranes" { of = "cranes", title = "Cranes", unit = "count", value = function(e) return count(e.listed) end }
rollup "certified" { of = "cranes", value = function(e) return count(e.sound) == count(e.listed) end }
rollup "lifting" { of = "cranes", title = "What they lift", unit = "kt", value = function(e) return total(only(e.kind == "gantry", e.lifts)) end }
