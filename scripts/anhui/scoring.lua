-- SPDX-License-Identifier: Apache-2.0
-- Merit and the yearly round by it: what 附件4 第三条 names under its seven heads, each head of equal weight. 附件2, the province's own indicator system, is
-- not public: indicators, weights and bands are ours until it is in hand, and every table says so.

local readings = require "readings"

local ours = "ours: 附件2, the province's indicators and weights, is not public"

local function number(name, unit, value, zh, en)
  parameter(name) { title = { zh = zh, en = en }, unit = unit, value = value, note = ours }
end

local themes, items = {}, {}

local function head(id, clause, zh, en)
  number("weight_" .. id, "%", 100 / 7, "权重:" .. zh, "Weight: " .. en)
  themes[#themes + 1] = { id, zh = zh, en = en, weight = "weight_" .. id, clause = "附件4 第三条" .. clause }
end

local function item(id, theme, zh, en, value, target)
  items[#items + 1] = { id, zh = zh, en = en, theme = theme, target = target,
    value = value or function(c) return c[id] end }
end

head("scale", "(一)", "规模效益", "Scale and returns")
item("above_scale_enterprises", "scale", "规上企业", "Above-scale enterprises")
item("revenue", "scale", "营业收入", "Revenue", nil, "entry_revenue")
item("tax_revenue", "scale", "税收", "Tax")
item("profit_total", "scale", "利润总额", "Profit")

head("enterprises", "(二)", "优质企业", "Enterprises")
item("leading_enterprises", "enterprises", "龙头企业", "Leading enterprises", nil, "entry_leaders")
item("supporting_enterprises", "enterprises", "配套企业", "Suppliers")
item("quality_enterprises", "enterprises", "优质企业", "Quality enterprises", readings.quality_firms, "entry_quality")

head("synergy", "(三)", "产业协同", "Synergy")
item("local_supply_rate", "synergy", "本地化配套率", "Local supply rate")
item("synergy_score", "synergy", "四协同评分", "Fourfold synergy")

head("innovation", "(四)", "创新能力", "Innovation")
item("innovation_platforms", "innovation", "创新平台", "Innovation platforms")
item("partner_institutions", "innovation", "合作机构", "Partners")
item("joint_rd_projects", "innovation", "产学研协同项目", "Joint R&D projects")
item("valid_invention_patents", "innovation", "有效发明专利", "Invention patents")
item("rd_intensity", "innovation", "研发投入强度", "R&D intensity", nil, "entry_rd")

head("services", "(五)", "服务体系", "Services")
item("service_score", "services", "政府措施评分", "Government support")
item("promotion_bodies", "services", "集群促进组织", "Promoting organisations")
item("public_service_platforms", "services", "公共服务平台", "Public service platforms")

head("brand", "(六)", "质量品牌", "Quality and brand")
item("regional_brands", "brand", "区域公共品牌", "Regional brands")
item("main_product_market_share", "brand", "市场占有率", "Market share")
item("qms_coverage", "brand", "质量管理体系", "Quality management")
item("standards_made", "brand", "标准", "Standards")
item("products", "brand", "标志性产品", "Products of note", function(c)
  return c.provincial_new_products + c.three_first_products + c.fine_products + c.landmark_products
end)

head("openness", "(七)", "开放合作", "Openness")
item("yrd_projects", "openness", "长三角合作项目", "Yangtze-delta projects")
item("transferred_projects", "openness", "承接转移项目", "Industry moved in")
item("export_value", "openness", "出口额", "Exports")
item("bri_export_share", "openness", "“一带一路”占比", "Belt and Road share")
item("overseas_group_actions", "openness", "抱团出海", "Going out together")

number("score_least", "%", 50, "计分所需的数据权重", "Weight that must be known for a score")
number("score_spread", "%", 25, "位次区间:权重上下浮动", "How far every weight may be otherwise, for the intervals of ranks")
number("band_excellent", "score", 60, "优秀下限", "Excellent from")
number("band_good", "score", 45, "良好下限", "Good from")
number("band_fair", "score", 30, "合格下限", "Fair from")

ranking "merit" {
  title = { zh = "集群综合评分", en = "Composite score of merit" },
  source = "附件4 第三条 (the seven heads); " .. ours,
  note = { zh = "指标、权重和等级为本规则包所设:附件2(评估指标体系)未公开,以省工业和信息化厅评估为准。",
    en = "Indicators, weights and bands are this pack's own: Annex 2 is not public, and the province's assessment decides." },
  themes = themes, items = items,
  treat = "outliers", normalise = "minmax", weigh = "given", aggregate = "arithmetic", least = "score_least", spread = "score_spread",
  bands = {
    { "excellent", at_least = "band_excellent", zh = "优秀", en = "excellent" },
    { "good", at_least = "band_good", zh = "良好", en = "good" },
    { "fair", at_least = "band_fair", zh = "合格", en = "fair" },
  },
}

-- 四 组织保障, 附件4 第四条: a round a year, about 20 by merit. What is proposed is arithmetic; the province decides.
parameter "round_tolerance" {
  title = { zh = "“20个左右”的容差", en = "Tolerance of “about 20”" }, unit = "%", value = 10,
  note = "18 to 22, cut where the scores leave the widest gap: our reading of 左右 (approx.20)",
}

rounds {
  by = "merit", places = "recognised_per_year", tolerance = "round_tolerance", exactly = "approx.20=20", a_year = "rounds_per_year",
  unit = "county", industry = "industry", size = "revenue", by_plan = "leading.industry=plan",
  unit_without = "区", unit_left_out = "county.unit=not",
  needs = function(c, p) return p["exception.depth"] == "none" or c.revenue >= 0.5 * p.entry_revenue end,
  plan = "layout", named = "named in section 二 of the plan",
  clause = "四 组织保障", quote = "每年择优培育认定20个左右省县域制造业特色产业集群",
  note = { zh = "名单由省工业和信息化厅评审拟定并公示(附件4 第五条),此处只按评分提出建议。",
    en = "The province reviews, lists and publishes (附件4 第五条); this only proposes by the score." },
}
