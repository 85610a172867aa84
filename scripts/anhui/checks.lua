-- SPDX-License-Identifier: Apache-2.0
-- What reported figures must keep when they come in, and in what they look odd. The text has none of these: they are ours,
-- made of what the indicators mean. An error refuses the file (unless somebody accepts it by name); the others are told.

local ours = "ours: the text has no rule for figures that come in"

local function number(name, value, zh, en)
  parameter(name) { title = { zh = zh, en = en }, unit = "%", value = value, note = ours }
end

number("check_jump", 300, "一年内变动至多(倍数)", "Times that a figure may grow or shrink in a year")
number("check_slip", 300000, "单位写错至少相差", "Times from which a change looks like 万元 typed as 亿元")
number("check_scope_level", 150, "口径扩大:数值至少为上年的", "Scope widened: the level is at least this part of last year's")
number("check_scope_firms", 110, "口径扩大:规上企业至多为上年的", "Scope widened: above-scale enterprises are at most this part of last year's")
number("check_growth", 1, "增速与水平值至多相差(百分点)", "Points by which a reported growth and the levels may differ")
number("check_rd", 0.1, "研发强度与分子分母至多相差(百分点)", "Points by which R&D intensity and its parts may differ")
number("check_rd_odd", 30, "研发强度超过即可疑", "R&D intensity above which it looks odd")
parameter "check_count" {
  title = { zh = "计数不小于此值才比较跳变", en = "Counts from which a jump is looked for" }, unit = "count", value = 10, note = ours,
}

local function rule(severity, id, about, zh, en, holds)
  check(id) { severity = severity, title = { zh = zh, en = en }, about = about, holds = holds }
end

-- a part and its whole
local function part(severity, small, whole, zh, en)
  rule(severity, small .. ".of." .. whole, { small, whole }, zh, en, function(c) return c[small] <= c[whole] end)
end
for _, title in ipairs { "hte_count", "srdi_sme_count", "little_giant_count", "single_champion_count" } do
  part("error", title, "quality_enterprises", "有一种称号的企业不多于优质企业总数", "Enterprises of one title are at most the quality enterprises")
end
part("error", "little_giant_count", "srdi_provincial_plus_count",
  "“小巨人”不多于省级以上专精特新企业", "Little giants are at most the SRDI enterprises at provincial level or above")
part("warning", "profit_total", "revenue", "利润不大于营业收入", "Profit is at most revenue")
part("warning", "tax_revenue", "revenue", "税收不大于营业收入", "Tax is at most revenue")
part("warning", "rd_expenditure", "revenue", "研发投入不大于营业收入", "R&D expenditure is at most revenue")
part("warning", "export_value", "revenue", "出口额不大于营业收入", "Exports are at most revenue")
-- (a note: the two ranks may be of industries that are not cut alike)
rule("note", "rank.order", { "revenue_rank_national", "revenue_rank_province" }, "全国位次不在全省位次之前",
  "The national rank is not before the provincial one", function(c) return c.revenue_rank_national >= c.revenue_rank_province end)

-- signs and ranges
local function amounts(ids, severity, zh, en)
  for _, id in ipairs(ids) do
    rule(severity, id .. ".sign", { id }, zh, en, function(c) return c[id] >= 0 end)
  end
end
amounts({ "revenue", "gross_output", "tax_revenue", "rd_expenditure", "tech_upgrade_investment", "manufacturing_investment", "export_value",
  "special_fund_support", "cluster_loans", "fund_investment", "rd_intensity" }, "error", "不为负数", "Not negative")
for _, id in ipairs { "local_supply_rate", "digital_coverage", "main_product_market_share", "qms_coverage", "bri_export_share" } do
  rule("error", id .. ".range", { id }, "比率在0至100%之间", "A share is from 0 to 100 %", function(c) return c[id] >= 0 and c[id] <= 1 end)
end
for _, id in ipairs { "synergy_score", "service_score" } do
  rule("error", id .. ".range", { id }, "评分在0至100分之间", "A score is from 0 to 100",
    function(c) return c[id] >= score(0) and c[id] <= score(100) end)
end
for _, id in ipairs { "revenue_growth", "tech_upgrade_investment_growth", "manufacturing_investment_growth" } do
  rule("error", id .. ".range", { id }, "降幅不超过100%", "Nothing falls by more than 100 %", function(c) return c[id] >= -1 end)
end
rule("warning", "rd_intensity.odd", { "rd_intensity" }, "研发强度不异常偏高", "R&D intensity is not oddly high",
  function(c, p) return c.rd_intensity <= p.check_rd_odd end)

-- a jump against last year (exports of one county hang on single orders, and jump); one by thousands is a slip of the unit, and told as that
local function slipped(now, before, p)
  return now > 0 and before > 0 and (now >= p.check_slip * before or before >= p.check_slip * now)
end

local function steady(now, before, p)
  return now <= p.check_jump * before and before <= p.check_jump * now
end

for _, id in ipairs { "revenue", "gross_output", "tax_revenue", "rd_expenditure", "tech_upgrade_investment", "manufacturing_investment" } do
  rule("error", id .. ".unit", { id }, "与上年不相差数千倍(万元与亿元写混)", "Not thousands of times last year's (万元 typed as 亿元)",
    function(c, p) return not slipped(c[id], lag(c[id], 1), p) end)
  rule("warning", id .. ".jump", { id }, "一年内涨跌不超过3倍", "Not more than three times last year's, nor less than a third",
    function(c, p)
      local before = lag(c[id], 1)
      return before <= 0 or steady(c[id], before, p) or slipped(c[id], before, p)
    end)
end
for _, id in ipairs { "above_scale_enterprises", "quality_enterprises", "hte_count", "srdi_provincial_plus_count", "supporting_enterprises",
  "valid_invention_patents" } do
  rule("warning", id .. ".jump", { id }, "一年内增减不超过3倍", "Not more than three times last year's, nor less than a third",
    function(c, p)
      local before = lag(c[id], 1)
      return (before < p.check_count and c[id] < p.check_count) or steady(c[id], before, p)
    end)
end

-- what is told twice
for _, of in ipairs { "revenue", "tech_upgrade_investment", "manufacturing_investment" } do
  local growth = of .. "_growth"
  rule("warning", growth .. ".fits", { growth }, "上报增速与两年水平值相符", "A reported growth fits the levels of the two years",
    function(c, p) return abs(c[growth] - (c[of] / lag(c[of], 1) - 1)) <= p.check_growth end)
end
rule("warning", "rd_intensity.fits", { "rd_intensity" }, "研发强度与研发投入、营业收入相符",
  "R&D intensity fits R&D expenditure and revenue", function(c, p) return abs(c.rd_intensity - c.rd_expenditure / c.revenue) <= p.check_rd end)
rule("note", "output.revenue", { "revenue", "gross_output" }, "营业收入与产值相差不超过3倍", "Revenue and gross output are within a factor of three",
  function(c, p) return steady(c.revenue, c.gross_output, p) end)

-- a wider border: the level jumps and the number of firms does not
rule("warning", "scope.widened", { "revenue", "above_scale_enterprises" }, "营业收入大增时规上企业数也增(口径是否扩大)",
  "Revenue does not jump while above-scale enterprises stay as they were (is the scope wider?)", function(c, p)
    return c.revenue < p.check_scope_level * lag(c.revenue, 1) or c.revenue > p.check_jump * lag(c.revenue, 1)
      or c.above_scale_enterprises > p.check_scope_firms * lag(c.above_scale_enterprises, 1)
  end)
