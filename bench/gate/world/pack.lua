-- SPDX-License-Identifier: Apache-2.0
-- An invented programme over a few thousand clusters: what a scan of a panel and a set of rules cost.
parameter "enough" { title = "Output wanted", unit = "yi", value = 40 }
parameter "lean" { title = "Share of research wanted", unit = "%", value = 3 }
parameter "staffed" { title = "Staff wanted", unit = "count", value = 400 }
parameter "leaders" { title = "Who may fall short", unit = "rank", value = 50 }
parameter "trend" { title = "Growth", unit = "%", value = 5 }
parameter "term" { title = "Years of a title", unit = "count", value = 3 }
parameter "danger" { title = "Danger from", unit = "%", value = 30 }

local function grown(c, name)
  return c[name] / lag(c[name], 1)
end

criterion "output" { title = "Output", needs = function(c, p) return c.output >= p.enough end,
  waivable = function(c, p) return rank(c.output) <= p.leaders end }
criterion "output_in_group" { title = "Output in its group", needs = function(c) return c.output >= quantile(c.output, 0.25, c.group) end }
criterion "growth" { title = "Growth", needs = function(c) return grown(c, "output") >= 1.02 end,
  waivable = function(c, p) return c.output >= p.enough * 2 end }
criterion "research" { title = "Research", needs = function(c, p) return c.research / c.output >= p.lean end,
  waivable = function(c) return grown(c, "research") >= 1.1 end }
criterion "staff" { title = "Staff", needs = function(c, p) return c.staff >= p.staffed end }
criterion "yield" { title = "Output a head", needs = function(c) return c.output / number_in(c.staff, "count") >= yi(0.05) end }
criterion "invests" { title = "Investment", needs = function(c) return c.investment >= c.output * pct(8) end }
criterion "spread" { title = "Share", needs = function(c) return share(c.output) <= pct(1) end }

model "steady" { title = "Steady", step = function(c, _, p) return { output = c.output * (1 + p.trend) } end }

local function about(name, title, value)
  target(name) { title = title, value = value, goals = { ["2024"] = function(v) return present(v) end } }
end
about("total", "Total output", function(c) return total(c.output) end)
about("mean", "Mean output", function(c) return mean(c.output) end)
about("median", "Median output", function(c) return quantile(c.output, 0.5) end)
about("upper", "Ninth tenth of output", function(c) return quantile(c.output, 0.9) end)
about("growing", "Clusters that grow by a tenth", function(c) return count(grown(c, "output") >= 1.1) end)
about("rate", "Mean growth", function(c) return mean(grown(c, "output")) end)
about("top", "Output of the first twenty", function(c) return total(where(rank(c.output) <= 20, c.output, yi(0))) end)

recognition { titles = "title", term = "term", report_due = "04-30", risk = { { "danger", en = "danger", at_least = "danger" } } }
