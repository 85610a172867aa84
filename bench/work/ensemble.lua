-- SPDX-License-Identifier: Apache-2.0
-- W5: an ordinary model. Investment grows by a draw of its own, revenue by half of that and a second draw.

parameter "line" { title = { en = "The size that counts" }, unit = "亿元", value = 100 }
parameter "pass_through" { title = { en = "Revenue growth per growth of investment" }, unit = "%", value = 50 }
assumption "investment_growth" { title = { en = "Growth of investment" }, unit = "%", usual = normal(pct(6), pct(2)), by = "entity", source = "invented" }
assumption "own_shock" { title = { en = "Own shock to revenue" }, unit = "%", usual = normal(pct(0), pct(3)), by = "entity", source = "invented" }

model "growth" {
  title = { en = "Growth led by investment" },
  step = function(c, a, p)
    return {
      investment = c.investment * (1 + a.investment_growth),
      revenue = c.revenue * (1 + (p.pass_through * a.investment_growth + a.own_shock)),
    }
  end,
}

target "at_the_line" {
  title = { en = "Members of at least that size" },
  value = function(c, p) return count(c.revenue >= p.line) end,
  goals = { ["2030"] = function(v) return v >= 45 end },
}
