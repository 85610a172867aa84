-- SPDX-License-Identifier: Apache-2.0
-- W2 as an analyst would ask it: one indicator over all entities and years, and who grew most in the last one.

target "revenue_total" { title = { en = "Total revenue" }, value = function(c) return total(c.revenue) end }
target "revenue_mean" { title = { en = "Mean revenue" }, value = function(c) return mean(c.revenue) end }
target "revenue_median" { title = { en = "Median revenue" }, value = function(c) return quantile(c.revenue, 0.5) end }
target "top20_growth" {
  title = { en = "Growth of the twenty fastest, added up" },
  value = function(c)
    local growth = c.revenue / lag(c.revenue, 1) - 1
    return total(where(rank(growth) <= 20, growth, 0))
  end,
}
