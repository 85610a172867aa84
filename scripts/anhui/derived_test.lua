-- SPDX-License-Identifier: Apache-2.0
-- What follows from other figures, and that a reported figure is not overwritten.

test "R&D intensity is R&D over revenue" { given = { rd_expenditure = yi(3), revenue = yi(120) }, expect = { rd_intensity = pct(2.5) } }
test "a reported intensity stays" {
  given = { rd_intensity = pct(2.4), rd_expenditure = yi(3), revenue = yi(120) }, expect = { rd_intensity = pct(2.4) },
}
test "no revenue, no intensity" { given = { rd_expenditure = yi(3), revenue = yi(0) }, expect = { rd_intensity = "missing" } }
test "growth is this year over the last" {
  given = { revenue = { ["2024"] = yi(90), ["2025"] = yi(99) } }, expect = { revenue_growth = pct(10) },
}
test "a decline is negative" { given = { revenue = { ["2024"] = yi(80), ["2025"] = yi(60) } }, expect = { revenue_growth = pct(-25) } }
test "the year before last is not the last" {
  given = { revenue = { ["2023"] = yi(90), ["2025"] = yi(99) } }, expect = { revenue_growth = "missing" },
}
test "growth from nothing is no rate" {
  given = { revenue = { ["2024"] = yi(0), ["2025"] = yi(99) } }, expect = { revenue_growth = "missing" },
}
test "each investment has its own growth" {
  given = {
    tech_upgrade_investment = { ["2024"] = yi(50), ["2025"] = yi(53) },
    manufacturing_investment = { ["2024"] = yi(200), ["2025"] = yi(208) },
  },
  expect = { tech_upgrade_investment_growth = pct(6), manufacturing_investment_growth = pct(4) },
}
test "an earlier year is judged by its own figures" {
  given = { period = "2024", revenue = { ["2023"] = yi(80), ["2024"] = yi(88), ["2025"] = yi(99) } }, expect = { revenue_growth = pct(10) },
}
