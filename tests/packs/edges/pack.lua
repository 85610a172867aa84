-- SPDX-License-Identifier: Apache-2.0
-- An invented programme whose clusters lie where arithmetic has its edges: on a line, below zero, at nothing, unknown.

parameter "line" { title = "Line", unit = "亿元", value = 20 }
parameter "five" { title = "Five", unit = "%", value = 5 }
parameter "eight" { title = "Eight tenths", unit = "亿元", value = 0.8 }
parameter "term" { title = "Term", unit = "count", value = 3 }
parameter "danger" { title = "Danger from", unit = "%", value = 30 }

criterion "both" { title = "Both", needs = function(c, p) return c.revenue >= p.line and c.rate >= p.five end }
criterion "turned" { title = "Turned", needs = function(c, p) return p.line <= c.revenue end }
criterion "together" { title = "Together", needs = function(c, p) return c.profit + yi(0.1) >= p.eight end }
criterion "six" { title = "Six", needs = function(c) return c.revenue / lag(c.revenue, 1) - 1 >= pct(6) end }
criterion "grown" { title = "Grown", needs = function(c) return cagr(c.profit, 2) >= 0 end }
criterion "mean_grown" { title = "Mean growth", needs = function(c) return mean_growth(c.profit, 2) >= 0 end }
criterion "since" { title = "Since", needs = function(c, p) return growth_since(c.profit, p.year, 2023, 5, false) >= 0 end }

assumption "growth" { title = "Growth", unit = "%", usual = normal(pct(0), pct(3)), by = "year", source = "invented" }
model "even" { title = "Alike", step = function(c, a) return { revenue = c.revenue * (1 + a.growth) } end }
target "all" {
  title = "All revenue",
  value = function(c) return total(c.revenue) end,
  goals = { ["2030"] = function(v) return v >= yi(100) end },
}
target "many" {
  title = "Above the line",
  value = function(c, p) return count(c.revenue >= p.line) end,
  goals = { ["2030"] = function(v) return v >= 3 end },
}
recognition {
  titles = "titles", waivers = "waivers", term = "term", report_due = "03-30",
  risk = { { "danger", en = "danger", at_least = "danger" } },
}
