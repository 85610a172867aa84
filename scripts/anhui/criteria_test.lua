-- SPDX-License-Identifier: Apache-2.0
-- 附件4 第三条 at its borders: what just passes, what just fails, and what nobody can say.

-- (一) revenue, in principle 100 亿元
test "100 is enough" { given = { revenue = yi(100) }, expect = { revenue = "met" } }
test "99.99 is not 100" { given = { revenue = yi(99.99) }, expect = { revenue = "unmet" } }
test "one million 万元 are 100 亿元" { given = { revenue = wan(1000000) }, expect = { revenue = "met" } }
test "no figure is no pass" { given = { gross_output = yi(500) }, expect = { revenue = "unknown" } }
test "first in the province opens the relaxation" {
  given = { revenue = yi(99.99), revenue_rank_province = 1 }, expect = { revenue = "waivable" },
}
test "second in the province does not" {
  given = { revenue = yi(99.99), revenue_rank_province = 2, revenue_rank_national = 6 }, expect = { revenue = "unmet" },
}
test "fifth in the country opens it, as 前列 is read here" {
  given = { revenue = yi(99.99), revenue_rank_province = 2, revenue_rank_national = 5 }, expect = { revenue = "waivable" },
}
test "a stricter reading of 前列 closes it" {
  set = { exception_rank = "3" },
  given = { revenue = yi(99.99), revenue_rank_province = 2, revenue_rank_national = 5 }, expect = { revenue = "unmet" },
}
test "a reviewer's decision is told as one" {
  given = { revenue = yi(99.99), revenue_rank_province = 1 }, waived = { "revenue" }, expect = { revenue = "met_by_waiver" },
}
test "who passes needs no waiver" {
  given = { revenue = yi(100), revenue_rank_province = 1 }, waived = { "revenue" }, expect = { revenue = "met" },
}

-- (二) enterprises
test "one leader is enough" { given = { leading_enterprises = 1 }, expect = { leading_enterprises = "met" } }
test "none is not" { given = { leading_enterprises = 0 }, expect = { leading_enterprises = "unmet" } }
test "leaders nobody counted are unknown" { given = { revenue = yi(100) }, expect = { leading_enterprises = "unknown" } }
test "50 quality enterprises are enough" { given = { quality_enterprises = 50 }, expect = { quality_enterprises = "met" } }
test "49 are not" { given = { quality_enterprises = 49 }, expect = { quality_enterprises = "unmet" } }
test "the union is not guessed from the titles" {
  given = { hte_count = 60, srdi_sme_count = 30, little_giant_count = 5, single_champion_count = 1 },
  expect = { quality_enterprises = "unknown" },
}
test "the union counts, however many titles there are" {
  given = { quality_enterprises = 49, hte_count = 40, srdi_sme_count = 30, little_giant_count = 5, single_champion_count = 1 },
  expect = { quality_enterprises = "unmet" },
}
test "read as a sum, 50 titles are enough" {
  set = { ["firms.union"] = "sum" },
  given = { quality_enterprises = 40, hte_count = 30, srdi_sme_count = 15, little_giant_count = 4, single_champion_count = 1 },
  expect = { quality_enterprises = "met" },
}
test "read as a sum, 49 titles are not" {
  set = { ["firms.union"] = "sum" },
  given = { quality_enterprises = 40, hte_count = 30, srdi_sme_count = 15, little_giant_count = 4, single_champion_count = 0 },
  expect = { quality_enterprises = "unmet" },
}
test "a sum with a hole in it is unknown" {
  set = { ["firms.union"] = "sum" },
  given = { quality_enterprises = 60, hte_count = 60, srdi_sme_count = 15, little_giant_count = 4 },
  expect = { quality_enterprises = "unknown" },
}

-- (三) synergy: 较高 has no number
test "a high local supply rate has no line" { given = { local_supply_rate = pct(99) }, expect = { local_supply = "undetermined" } }
test "unless somebody sets one: reached" {
  set = { high_local_supply = "60%" }, given = { local_supply_rate = pct(60) }, expect = { local_supply = "met" },
}
test "unless somebody sets one: missed" {
  set = { high_local_supply = "60%" }, given = { local_supply_rate = pct(59.9) }, expect = { local_supply = "unmet" },
}
test "unless somebody sets one: no figure" {
  set = { high_local_supply = "60%" }, given = { revenue = yi(100) }, expect = { local_supply = "unknown" },
}
-- (四) innovation
test "2.2 % is enough" { given = { rd_intensity = pct(2.2) }, expect = { rd_intensity = "met" } }
test "2.19 % is not" { given = { rd_intensity = pct(2.19) }, expect = { rd_intensity = "unmet" } }
test "2.2 of 100 亿元 is 2.2 %" { given = { rd_expenditure = yi(2.2), revenue = yi(100) }, expect = { rd_intensity = "met" } }
test "2.2 of 100.01 is less" { given = { rd_expenditure = yi(2.2), revenue = yi(100.01) }, expect = { rd_intensity = "unmet" } }
test "the reported rate is the one judged" {
  given = { rd_intensity = pct(2.19), rd_expenditure = yi(2.2), revenue = yi(100) }, expect = { rd_intensity = "unmet" },
}
test "R&D without revenue is unknown" { given = { rd_expenditure = yi(2.2) }, expect = { rd_intensity = "unknown" } }

-- (一) to (七): directions without a number are undetermined, whatever the figure, until somebody sets a line
test "concentration has no number" { given = { above_scale_enterprises = 300, profit_total = yi(9) }, expect = { scale = "undetermined" } }
local directions = {
  { "suppliers", "supporting_enterprises", 30, 29, "some_suppliers", "30" },
  { "synergy", "synergy_score", 80, 79.9, "formed_synergy", "80分" },
  { "innovation_platforms", "innovation_platforms", 3, 2, "layered_platforms", "3" },
  { "partners", "partner_institutions", 5, 4, "stable_partners", "5" },
  { "intellectual_property", "valid_invention_patents", 100, 99, "held_patents", "100" },
  { "support", "service_score", 75, 74.9, "strong_support", "75分" },
  { "promoters", "promotion_bodies", 1, 0, "active_promoters", "1" },
  { "services", "public_service_platforms", 2, 1, "complete_services", "2" },
  { "brand", "regional_brands", 1, 0, "distinct_brands", "1" },
  { "market_share", "main_product_market_share", pct(20), pct(19.99), "high_market_share", "20%" },
  { "quality_systems", "qms_coverage", pct(60), pct(59.9), "complete_quality_systems", "60%" },
  { "standards", "standards_made", 12, 11, "made_standards", "12" },
  { "delta", "yrd_projects", 4, 3, "delta_projects", "4" },
  { "transfer", "transferred_projects", 2, 1, "moved_projects", "2" },
  { "openness", "bri_export_share", pct(15), pct(14.9), "belt_road_share", "15%" },
}
local lines = { many_products = "10" }
for _, d in ipairs(directions) do
  lines[d[5]] = d[6]
end
for _, d in ipairs(directions) do
  local id, indicator, enough, less = d[1], d[2], d[3], d[4]
  test(id .. " has no line") { given = { [indicator] = enough }, expect = { [id] = "undetermined" } }
  test(id .. ": a line reached") { set = lines, given = { [indicator] = enough }, expect = { [id] = "met" } }
  test(id .. ": a line missed") { set = lines, given = { [indicator] = less }, expect = { [id] = "unmet" } }
  test(id .. ": no figure") { set = lines, given = { revenue = yi(1) }, expect = { [id] = "unknown" } }
end
local function products(new, first, fine, landmark)
  return { provincial_new_products = new, three_first_products = first, fine_products = fine, landmark_products = landmark }
end
test "products have no line" { given = products(9, 9, 9, 9), expect = { products = "undetermined" } }
test "products of four kinds add up" { set = lines, given = products(4, 3, 2, 1), expect = { products = "met" } }
test "nine are one too few" { set = lines, given = products(4, 3, 2, 0), expect = { products = "unmet" } }
test "a kind without figures leaves them unknown" { set = lines, given = products(40, 3, 2), expect = { products = "unknown" } }
