-- SPDX-License-Identifier: Apache-2.0
-- One step of the model with every draw at its median. The numbers are worked by hand from what growth.lua states.

test "6 % of investment and its own drift make 8 % of revenue" {
  given = { revenue = yi(100), manufacturing_investment = yi(10), tech_upgrade_investment = yi(5) }, after = "2026",
  expect = { revenue = yi(108), manufacturing_investment = yi(10.6), tech_upgrade_investment = yi(5.3) },
}
test "R&D grows a tenth faster than revenue" {
  given = { revenue = yi(1000), rd_expenditure = yi(200) }, after = "2026", expect = { rd_expenditure = yi(217.6) },
}
test "counts of firms grow by their own rate" {
  given = { quality_enterprises = 50, hte_count = 100, srdi_sme_count = 100, srdi_provincial_plus_count = 200 }, after = "2026",
  expect = { quality_enterprises = 53, hte_count = 106, srdi_sme_count = 106, srdi_provincial_plus_count = 212 },
}
test "4 % of investment costs one point of revenue" {
  set = { investment_growth = "4%" }, given = { revenue = yi(100), manufacturing_investment = yi(100) }, after = "2026",
  expect = { revenue = yi(107), manufacturing_investment = yi(104) },
}
test "without elasticity investment moves no revenue" {
  set = { investment_growth = "50%", elasticity = "0%" }, given = { revenue = yi(100) }, after = "2026", expect = { revenue = yi(105) },
}
test "a province's bad year strikes investment, and revenue by half of it" {
  set = { provincial_shock = "-10%" }, given = { revenue = yi(100), manufacturing_investment = yi(100) }, after = "2026",
  expect = { revenue = yi(103), manufacturing_investment = yi(96) },
}
test "an industry's good year lifts all three" {
  set = { industry_shock = "2%" },
  given = { revenue = yi(100), tech_upgrade_investment = yi(100), manufacturing_investment = yi(200) }, after = "2026",
  expect = { revenue = yi(110), tech_upgrade_investment = yi(108), manufacturing_investment = yi(216) },
}
test "a cluster's own luck is not its investment's" {
  set = { own_shock = "-8%" }, given = { revenue = yi(100), manufacturing_investment = yi(100) }, after = "2026",
  expect = { revenue = yi(100), manufacturing_investment = yi(106) },
}
test "what was never reported is not projected" {
  given = { revenue = yi(100) }, after = "2026", expect = { manufacturing_investment = "missing", rd_expenditure = "missing" },
}
