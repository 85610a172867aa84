-- SPDX-License-Identifier: Apache-2.0
-- 一 培育目标 and 三, counted over invented clusters: 达 is at least, 超 is above, 左右 is from 95 on.

test "60 clusters of 100 亿元 are the aim of 2027" {
  clusters = many(60, { revenue = yi(100) }),
  expect = { clusters_revenue_ge_100 = { now = 60, reached = { ["2027"] = true, ["2030"] = false } } },
}
test "a 60th of 99.99 does not count" {
  clusters = many(59, { revenue = yi(100) }, { revenue = yi(99.99) }),
  expect = { clusters_revenue_ge_100 = { now = 59, reached = { ["2027"] = false } } },
}
test "95 are about 100" {
  clusters = many(95, { revenue = yi(100) }),
  expect = { clusters_revenue_ge_100 = { now = 95, reached = { ["2027"] = true, ["2030"] = true } } },
}
test "94 are not" {
  clusters = many(94, { revenue = yi(100) }), expect = { clusters_revenue_ge_100 = { now = 94, reached = { ["2030"] = false } } },
}
test "another tolerance of 左右" {
  set = { about_100 = "0%" }, clusters = many(99, { revenue = yi(100) }),
  expect = { clusters_revenue_ge_100 = { now = 99, reached = { ["2030"] = false } } },
}
test "超 is above: 500 itself is not" {
  clusters = many(10, { revenue = yi(500) }), expect = { clusters_revenue_gt_500 = { now = 0, reached = { ["2027"] = false } } },
}
test "超 is above: 500.01 is" {
  clusters = many(10, { revenue = yi(500.01) }), expect = { clusters_revenue_gt_500 = { now = 10, reached = { ["2027"] = true } } },
}
test "read as at least, 500 is" {
  set = { ["tier.strict"] = "at_least" }, clusters = many(10, { revenue = yi(500) }),
  expect = { clusters_revenue_gt_500 = { now = 10, reached = { ["2027"] = true } } },
}
test "and 499.99 is still not, nor are nine enough" {
  set = { ["tier.strict"] = "at_least" }, clusters = many(9, { revenue = yi(500) }, { revenue = yi(499.99) }),
  expect = { clusters_revenue_gt_500 = { now = 9, reached = { ["2027"] = false } } },
}
test "the ten include the two" {
  clusters = many(8, { revenue = yi(600) }, { revenue = yi(1000.01) }, { revenue = yi(1200) }),
  expect = {
    clusters_revenue_gt_500 = { now = 10, reached = { ["2027"] = true } },
    clusters_revenue_gt_1000 = { now = 2, reached = { ["2027"] = true } },
  },
}
test "unless they are read apart" {
  set = { ["tier.nesting"] = "apart" }, clusters = many(8, { revenue = yi(600) }, { revenue = yi(1000.01) }, { revenue = yi(1200) }),
  expect = { clusters_revenue_gt_500 = { now = 8, reached = { ["2027"] = false } } },
}
test "1000 itself is not above" {
  clusters = { { revenue = yi(1000) }, { revenue = yi(1000.01) } },
  expect = { clusters_revenue_gt_1000 = { now = 1, reached = { ["2027"] = false } } },
}

test "the average intensity is a ratio of sums" {
  clusters = { { revenue = yi(1000), rd_expenditure = yi(10) }, { revenue = yi(100), rd_expenditure = yi(4) } },
  expect = { rd_intensity_province = { now = pct(14 / 11), reached = { ["2027"] = false } } },
}
test "or a mean of ratios" {
  set = { ["rd.mean"] = "mean_of_ratios" },
  clusters = { { revenue = yi(1000), rd_expenditure = yi(10) }, { revenue = yi(100), rd_expenditure = yi(4) } },
  expect = { rd_intensity_province = { now = pct(2.5), reached = { ["2027"] = true } } },
}
test "2.2 % in all is reached" {
  clusters = { { revenue = yi(100), rd_expenditure = yi(2.2) } },
  expect = { rd_intensity_province = { now = pct(2.2), reached = { ["2027"] = true } } },
}
test "2.19 % in all is not" {
  clusters = { { revenue = yi(100), rd_expenditure = yi(2.19) } },
  expect = { rd_intensity_province = { now = pct(2.19), reached = { ["2027"] = false } } },
}
test "a cluster with half of the figures enters neither sum" {
  clusters = { { revenue = yi(100), rd_expenditure = yi(3) }, { revenue = yi(900) }, { rd_expenditure = yi(50) } },
  expect = { rd_intensity_province = { now = pct(3), reached = { ["2027"] = true } } },
}

test "a platform in each" {
  clusters = many(101, { common_tech_platforms = 1 }), expect = { clusters_without_platform = { now = 0, reached = { ["2027"] = true } } },
}
test "one without is one too many" {
  clusters = many(100, { common_tech_platforms = 2 }, { common_tech_platforms = 0 }),
  expect = { clusters_without_platform = { now = 1, reached = { ["2027"] = false } } },
}
test "50 quality enterprises in each" {
  clusters = many(101, { quality_enterprises = 50 }), expect = { clusters_below_50_firms = { now = 0, reached = { ["2027"] = true } } },
}
test "49 in one" {
  clusters = many(100, { quality_enterprises = 50 }, { quality_enterprises = 49 }),
  expect = { clusters_below_50_firms = { now = 1, reached = { ["2027"] = false } } },
}
test "4000 high-tech enterprises and 2000 专精特新" {
  clusters = many(100, { hte_count = 40, srdi_provincial_plus_count = 20 }),
  expect = {
    high_tech_enterprises = { now = 4000, reached = { ["2027"] = true } }, srdi_enterprises = { now = 2000, reached = { ["2027"] = true } },
  },
}
test "one fewer of each" {
  clusters = many(99, { hte_count = 40, srdi_provincial_plus_count = 20 }, { hte_count = 39, srdi_provincial_plus_count = 19 }),
  expect = {
    high_tech_enterprises = { now = 3999, reached = { ["2027"] = false } },
    srdi_enterprises = { now = 1999, reached = { ["2027"] = false } },
  },
}

test "who has not shown a platform counts as being without" {
  clusters = many(98, { common_tech_platforms = 1 }, { common_tech_platforms = 0 }, { revenue = yi(1) }),
  expect = { clusters_without_platform = { now = 3, lacking = 2, reached = { ["2027"] = false } } }, -- of 101: one without, two unheard of
}
test "nobody's platforms are nobody's" {
  clusters = { { revenue = yi(1) } },
  expect = {
    clusters_without_platform = { now = 101, lacking = 101, reached = { ["2027"] = false } },
    high_tech_enterprises = { now = "missing", lacking = 101, reached = { ["2027"] = "unknown" } },
  },
}
test "the titles of one enterprise may be added up" {
  set = { ["firms.union"] = "sum" },
  clusters = many(101, { quality_enterprises = 49, hte_count = 20, srdi_sme_count = 20, little_giant_count = 5, single_champion_count = 5 }),
  expect = { clusters_below_50_firms = { now = 0, reached = { ["2027"] = true } } },
}

-- 三(三): on average 6 % a year since 2024, here judged in 2027
local function investing(works, factories)
  return {
    tech_upgrade_investment = { ["2024"] = yi(100), ["2025"] = yi(104), ["2026"] = yi(110), ["2027"] = yi(works) },
    manufacturing_investment = { ["2024"] = yi(100), ["2025"] = yi(104), ["2026"] = yi(110), ["2027"] = yi(factories) },
  }
end
local fast = investing(119.1016, 119.1016) -- 1.06 three times over: 6 % itself
test "both investments must grow" {
  period = "2027", clusters = many(97, fast, investing(119.11, 119.11), investing(119.1, 119.11), investing(119.11, 119.1), investing(119.1, 119.1)),
  expect = { clusters_slow_investment = { now = 3, reached = { ["2027"] = false } } },
}
test "or either, if the text is read so" {
  set = { ["growth.unit"] = "either" }, period = "2027",
  clusters = many(97, fast, investing(119.11, 119.11), investing(119.1, 119.11), investing(119.11, 119.1), investing(119.1, 119.1)),
  expect = { clusters_slow_investment = { now = 1, reached = { ["2027"] = false } } },
}
test "以上 includes the rate itself" {
  period = "2027", clusters = many(101, fast), expect = { clusters_slow_investment = { now = 0, reached = { ["2027"] = true } } },
}
test "and as a mean of yearly rates too" {
  set = { ["growth.avg"] = "mean" }, period = "2027", clusters = many(101, {
    tech_upgrade_investment = { ["2024"] = yi(100), ["2025"] = yi(106), ["2026"] = yi(112.36), ["2027"] = yi(119.1016) },
    manufacturing_investment = { ["2024"] = yi(70), ["2025"] = yi(74.2), ["2026"] = yi(78.652), ["2027"] = yi(83.37112) },
  }),
  expect = { clusters_slow_investment = { now = 0, reached = { ["2027"] = true } } },
}
test "a year of 2025 alone, if the base is 2024" {
  clusters = many(101, {
    tech_upgrade_investment = { ["2024"] = yi(100), ["2025"] = yi(106) }, manufacturing_investment = { ["2024"] = yi(70), ["2025"] = yi(74.2) },
  }),
  expect = { clusters_slow_investment = { now = 0, reached = { ["2027"] = true } } },
}
test "none yet, if the base is 2025" {
  set = { ["growth.base"] = "2025" }, clusters = many(101, {
    tech_upgrade_investment = { ["2024"] = yi(100), ["2025"] = yi(106) }, manufacturing_investment = { ["2024"] = yi(70), ["2025"] = yi(74.2) },
  }),
  expect = { clusters_slow_investment = { now = 101, lacking = 101, reached = { ["2027"] = false } } },
}
-- +50 %, -33.3 %, +15 %: 4.8 % compound, 10.6 % as a mean of the rates
local unsteady = { ["2024"] = yi(100), ["2025"] = yi(150), ["2026"] = yi(100), ["2027"] = yi(115) }
test "a compound rate sees through a bad year" {
  period = "2027", clusters = many(100, fast, { tech_upgrade_investment = unsteady, manufacturing_investment = unsteady }),
  expect = { clusters_slow_investment = { now = 1, reached = { ["2027"] = false } } },
}
test "a mean of rates does not" {
  set = { ["growth.avg"] = "mean" }, period = "2027",
  clusters = many(101, { tech_upgrade_investment = unsteady, manufacturing_investment = unsteady }),
  expect = { clusters_slow_investment = { now = 0, reached = { ["2027"] = true } } },
}

-- all clusters together: 100 and 300 become 112 and 312, 6 % of 400 in a year
local function grown(small, large)
  return {
    { tech_upgrade_investment = { ["2024"] = yi(100), ["2025"] = yi(small) }, manufacturing_investment = { ["2024"] = yi(200), ["2025"] = yi(2 * small) } },
    { tech_upgrade_investment = { ["2024"] = yi(300), ["2025"] = yi(large) }, manufacturing_investment = { ["2024"] = yi(600), ["2025"] = yi(2 * large) } },
  }
end
test "together they grow by 6 % itself" {
  clusters = grown(112, 312), expect = { works_beyond_goal = { now = pct(0) }, factories_beyond_goal = { now = pct(0) } },
}
test "a large one outweighs a small one" {
  clusters = grown(150, 300), expect = { works_beyond_goal = { now = pct(6.5) }, factories_beyond_goal = { now = pct(6.5) } },
}
test "together they fall short" {
  clusters = grown(102, 306), expect = { works_beyond_goal = { now = pct(-4) }, factories_beyond_goal = { now = pct(-4) } },
}

test "全覆盖 is all of them" { clusters = many(101, { digital_coverage = pct(100) }), expect = { clusters_not_digital = { now = 0 } } }
test "99.9 % is not all, and who does not tell has not shown it" {
  clusters = many(98, { digital_coverage = pct(100) }, { digital_coverage = pct(99.9) }, { revenue = yi(1) }),
  expect = { clusters_not_digital = { now = 3, lacking = 2 } },
}

-- the parent document of 2024, for comparison
test "its 35 of 2025" {
  clusters = many(35, { revenue = yi(100) }, { revenue = yi(99.99) }),
  expect = { earlier_100 = { now = 35, reached = { ["2025"] = true, ["2027"] = false } } },
}
test "34 are not" { clusters = many(34, { revenue = yi(120) }), expect = { earlier_100 = { now = 34, reached = { ["2025"] = false } } } }
test "its 45 of 2027" { clusters = many(45, { revenue = yi(100) }), expect = { earlier_100 = { now = 45, reached = { ["2027"] = true } } } }
test "44 are not" { clusters = many(44, { revenue = yi(120) }), expect = { earlier_100 = { now = 44, reached = { ["2027"] = false } } } }
test "突破 is above" {
  clusters = many(100, { revenue = yi(100) }), expect = { earlier_total = { now = 10000, reached = { ["2025"] = false } } },
}
test "10000.01 is above, and is not 14000" {
  clusters = many(99, { revenue = yi(100) }, { revenue = yi(100.01) }),
  expect = { earlier_total = { now = 10000.01, reached = { ["2025"] = true, ["2027"] = false } } },
}
test "14000 itself is not above" {
  clusters = many(100, { revenue = yi(140) }), expect = { earlier_total = { now = 14000, reached = { ["2027"] = false } } },
}
test "14000.01 is" {
  clusters = many(99, { revenue = yi(140) }, { revenue = yi(140.01) }),
  expect = { earlier_total = { now = 14000.01, reached = { ["2027"] = true } } },
}
test "three of 500 itself are enough there" {
  clusters = many(3, { revenue = yi(500) }, { revenue = yi(499.99) }), expect = { earlier_500 = { now = 3, reached = { ["2025"] = true } } },
}
test "two are not" { clusters = many(2, { revenue = yi(600) }), expect = { earlier_500 = { now = 2, reached = { ["2025"] = false } } } }
test "one of 1000 itself, too" {
  clusters = { { revenue = yi(1000) }, { revenue = yi(999.99) } }, expect = { earlier_1000 = { now = 1, reached = { ["2027"] = true } } },
}
test "999.99 is none" { clusters = { { revenue = yi(999.99) } }, expect = { earlier_1000 = { now = 0, reached = { ["2027"] = false } } } }
