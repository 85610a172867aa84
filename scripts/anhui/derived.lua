-- SPDX-License-Identifier: Apache-2.0
-- Indicators that follow from others. Where a figure was reported, it is used and the derived one shown beside it.

derive "rd_intensity" { value = function(c) return c.rd_expenditure / c.revenue end }
derive "revenue_growth" { value = function(c) return c.revenue / lag(c.revenue, 1) - 1 end }
derive "tech_upgrade_investment_growth" {
  value = function(c) return c.tech_upgrade_investment / lag(c.tech_upgrade_investment, 1) - 1 end,
}
derive "manufacturing_investment_growth" {
  value = function(c) return c.manufacturing_investment / lag(c.manufacturing_investment, 1) - 1 end,
}
