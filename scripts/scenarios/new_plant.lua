-- SPDX-License-Identifier: Apache-2.0
-- What if a plant of 8 亿元 opens in 2027, and the city takes two of the 27 measures?
return scenario "A plant in 太和, and measures in 阜阳" {
  new_firm("taihe-filtercloth", "2027", { revenue = yi(8), rd_expenditure = yi(0.3), quality_enterprises = 1 }),
  measure(5, "city:阜阳市", "2026"),
  measure(7, "city:阜阳市", "2026"),
}
