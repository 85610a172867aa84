-- SPDX-License-Identifier: Apache-2.0
-- Each check at its border: what just passes, what just does not, and what missing data leaves unsaid.

local function holds(name, id, given) test(name) { given = given, expect = { [id] = "holds" } } end
local function broken(name, id, given) test(name) { given = given, expect = { [id] = "broken" } } end
local function silent(name, id, given) test(name) { given = given, expect = { [id] = "unknown" } } end
local function years(before, now) return { ["2024"] = before, ["2025"] = now } end

-- parts
local parts = {
  { "hte_count", "quality_enterprises" }, { "srdi_sme_count", "quality_enterprises" }, { "little_giant_count", "quality_enterprises" },
  { "single_champion_count", "quality_enterprises" }, { "little_giant_count", "srdi_provincial_plus_count" },
}
for _, of in ipairs(parts) do
  local small, whole = of[1], of[2]
  local id = small .. ".of." .. whole
  holds(id .. ": all of them", id, { [small] = 7, [whole] = 7 })
  broken(id .. ": one more than all", id, { [small] = 8, [whole] = 7 })
  silent(id .. ": no total", id, { [small] = 8 })
end
for _, small in ipairs { "profit_total", "tax_revenue", "rd_expenditure", "export_value" } do
  local id = small .. ".of.revenue"
  holds(id .. ": all of it", id, { [small] = yi(10), revenue = wan(100000) })
  broken(id .. ": more than all", id, { [small] = yi(10.01), revenue = yi(10) })
  silent(id .. ": no revenue", id, { [small] = yi(10) })
end
holds("first in the country is first in the province", "rank.order", { revenue_rank_national = 1, revenue_rank_province = 1 })
broken("first in the country is not second in the province", "rank.order", { revenue_rank_national = 1, revenue_rank_province = 2 })
silent("a place in the province says nothing of the country", "rank.order", { revenue_rank_province = 2 })

-- signs and ranges
for _, id in ipairs { "revenue", "gross_output", "tax_revenue", "rd_expenditure", "tech_upgrade_investment", "manufacturing_investment",
  "export_value", "special_fund_support", "cluster_loans", "fund_investment" } do
  holds(id .. " of zero", id .. ".sign", { [id] = yi(0) })
  broken(id .. " below zero", id .. ".sign", { [id] = yi(-0.01) })
end
broken("negative R&D intensity", "rd_intensity.sign", { rd_intensity = pct(-0.1) })
holds("no R&D at all", "rd_intensity.sign", { rd_intensity = pct(0) })
for _, id in ipairs { "local_supply_rate", "digital_coverage", "main_product_market_share", "qms_coverage", "bri_export_share" } do
  holds(id .. " of all", id .. ".range", { [id] = pct(100) })
  broken(id .. " of more than all", id .. ".range", { [id] = pct(100.1) })
  broken(id .. " below none", id .. ".range", { [id] = pct(-1) })
end
for _, id in ipairs { "synergy_score", "service_score" } do
  holds(id .. " of 100", id .. ".range", { [id] = score(100) })
  broken(id .. " of 101", id .. ".range", { [id] = score(101) })
end
for _, id in ipairs { "revenue_growth", "tech_upgrade_investment_growth", "manufacturing_investment_growth" } do
  holds(id .. " down to nothing", id .. ".range", { [id] = pct(-100) })
  broken(id .. " below nothing", id .. ".range", { [id] = pct(-100.1) })
end
holds("30 % of revenue into R&D", "rd_intensity.odd", { rd_intensity = pct(30) })
broken("31 % of revenue into R&D", "rd_intensity.odd", { rd_intensity = pct(31) })
broken("31 % by its parts is as odd", "rd_intensity.odd", { rd_expenditure = yi(31), revenue = yi(100) })
test "another line for what is odd" { set = { check_rd_odd = "40%" }, given = { rd_intensity = pct(31) }, expect = { ["rd_intensity.odd"] = "holds" } }

-- jumps and slips of the unit
for _, id in ipairs { "revenue", "gross_output", "tax_revenue", "rd_expenditure", "tech_upgrade_investment", "manufacturing_investment" } do
  local jump, unit = id .. ".jump", id .. ".unit"
  holds(id .. " three times last year's", jump, { [id] = years(yi(30), yi(90)) })
  broken(id .. " more than three times", jump, { [id] = years(yi(30), yi(90.1)) })
  broken(id .. " less than a third", jump, { [id] = years(yi(90.1), yi(30)) })
  broken(id .. " gone", jump, { [id] = years(yi(30), yi(0)) })
  silent(id .. " without last year", jump, { [id] = yi(90) })
  broken(id .. ": 万元 typed as 亿元", unit, { [id] = years(yi(30), yi(310000)) })
  broken(id .. ": 亿元 typed as 万元", unit, { [id] = years(yi(30), wan(31)) })
  holds(id .. ": a slip is not told as a jump too", jump, { [id] = years(yi(30), yi(310000)) })
  holds(id .. ": a hundredfold is no slip of a unit", unit, { [id] = years(yi(30), yi(3000)) })
end
for _, id in ipairs { "above_scale_enterprises", "quality_enterprises", "hte_count", "srdi_provincial_plus_count", "supporting_enterprises",
  "valid_invention_patents" } do
  holds(id .. ": few may jump", id .. ".jump", { [id] = years(1, 9) })
  holds(id .. ": three times as many", id .. ".jump", { [id] = years(10, 30) })
  broken(id .. ": more than that", id .. ".jump", { [id] = years(10, 31) })
  broken(id .. ": less than a third", id .. ".jump", { [id] = years(31, 10) })
end

-- what is told twice
for _, of in ipairs { "revenue", "tech_upgrade_investment", "manufacturing_investment" } do
  local growth, id = of .. "_growth", of .. "_growth.fits"
  holds(growth .. " to the rounding of a reader", id, { [of] = years(yi(100), yi(110)), [growth] = pct(10.9) })
  broken(growth .. " that is not in the levels", id, { [of] = years(yi(100), yi(110)), [growth] = pct(11.1) })
  holds(growth .. " nobody reported", id, { [of] = years(yi(100), yi(110)) })
  silent(growth .. " without a level of last year", id, { [of] = yi(110), [growth] = pct(10) })
end
broken("a growth that goes up where the levels go down", "revenue_growth.fits", { revenue = years(yi(184.72), yi(161.46)), revenue_growth = pct(8.43) })
holds("R&D intensity as its parts have it", "rd_intensity.fits", { rd_intensity = pct(2.2), rd_expenditure = yi(2.25), revenue = yi(100) })
broken("R&D intensity beyond rounding", "rd_intensity.fits", { rd_intensity = pct(2.2), rd_expenditure = yi(2.4), revenue = yi(100) })
holds("output thrice revenue", "output.revenue", { revenue = yi(100), gross_output = yi(300) })
broken("output more than thrice revenue", "output.revenue", { revenue = yi(100), gross_output = yi(301) })

-- scope
broken("more revenue from as many firms", "scope.widened", { revenue = years(yi(100), yi(160)), above_scale_enterprises = years(100, 105) })
holds("more revenue from more firms", "scope.widened", { revenue = years(yi(100), yi(160)), above_scale_enterprises = years(100, 130) })
holds("a little more revenue from as many firms", "scope.widened", { revenue = years(yi(100), yi(149)), above_scale_enterprises = years(100, 100) })
silent("firms nobody counted", "scope.widened", { revenue = years(yi(100), yi(160)) })
