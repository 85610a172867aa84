-- SPDX-License-Identifier: Apache-2.0
-- 附件4 第三条, the seven directions (建设方向) of recognition. We take their numbers as tests; the province decides by its
-- own assessment, whose indicators and weights (附件2) are not public. A direction whose words give no number stands
-- with a line that nobody has set: it is undetermined until somebody does.

local readings = require "readings"

local function direction(id, clause, quote, zh, en, needs)
  criterion(id) { title = { zh = zh, en = en }, clause = "附件4 第三条" .. clause, modality = "方向", quote = quote, needs = needs }
end

direction("scale", "(一)", "利润总额等方面集聚效应明显", "规模集聚", "Concentration")

criterion "revenue" {
  title = { zh = "集群营业收入", en = "Cluster revenue" },
  clause = "附件4 第三条(一)", modality = "原则上", quote = "原则上集群营业收入应达100亿元以上",
  needs = function(c, p) return c.revenue >= p.entry_revenue end,
  waivable = function(c, p)
    return c.revenue_rank_province <= p.first_in_province or c.revenue_rank_national <= p.exception_rank
  end,
  hint = function(c) return rank(c.revenue, c.industry) end,
  hint_note = "rank(c.revenue, c.industry) is the place among the named clusters of the industry 列名集群中同产业位次, a hint that opens no waiver",
  waiver_note = "可适当放宽条件 opens a relaxation and does not grant one: ranks are reported evidence, a reviewer decides",
}

criterion "leading_enterprises" {
  title = { zh = "龙头企业", en = "Leading enterprises" },
  clause = "附件4 第三条(二)", modality = "至少", quote = "集群至少拥有一家龙头企业",
  needs = function(c, p) return c.leading_enterprises >= p.entry_leaders end,
}

criterion "quality_enterprises" {
  title = { zh = "优质企业", en = "Quality enterprises" },
  clause = "附件4 第三条(二)", modality = "方向", quote = "制造业单项冠军等优质企业50家以上",
  needs = function(c, p) return readings.quality_firms(c, p) >= p.entry_quality end,
}

direction("suppliers", "(二)", "一批紧密关联的配套企业", "配套企业", "Suppliers",
  function(c, p) return c.supporting_enterprises >= p.some_suppliers end)
direction("local_supply", "(三)", "供应链本地化配套率较高", "本地化配套率", "Local supply rate",
  function(c, p) return c.local_supply_rate >= p.high_local_supply end)
direction("synergy", "(三)", "资源协同、生产协同、供应链协同、技术协同", "四协同产业生态", "Fourfold synergy",
  function(c, p) return c.synergy_score >= p.formed_synergy end)

criterion "rd_intensity" {
  title = { zh = "研发投入强度", en = "R&D intensity" },
  clause = "附件4 第三条(四)", modality = "方向", quote = "平均研发投入强度达2.2%以上",
  needs = function(c, p) return c.rd_intensity >= p.entry_rd end,
}

direction("innovation_platforms", "(四)", "集群构建多层次创新平台", "多层次创新平台", "Innovation platforms",
  function(c, p) return c.innovation_platforms >= p.layered_platforms end)
direction("partners", "(四)", "建立稳定的创新合作机制", "创新合作机制", "Partners in innovation",
  function(c, p) return c.partner_institutions >= p.stable_partners end)
direction("intellectual_property", "(四)", "强化知识产权保护运用", "知识产权", "Intellectual property",
  function(c, p) return c.valid_invention_patents >= p.held_patents end)
direction("support", "(五)", "要素保障、项目推进、产业规划、双招双引", "政府措施", "Government support",
  function(c, p) return c.service_score >= p.strong_support end)
direction("promoters", "(五)", "集群促进组织发挥作用明显", "集群促进组织", "Promoting organisations",
  function(c, p) return c.promotion_bodies >= p.active_promoters end)
direction("services", "(五)", "科技服务、知识产权、检验检测等公共服务较为完善", "公共服务", "Public services",
  function(c, p) return c.public_service_platforms >= p.complete_services end)
direction("brand", "(六)", "集群区域公共品牌特色鲜明", "区域公共品牌", "Regional public brand",
  function(c, p) return c.regional_brands >= p.distinct_brands end)
direction("market_share", "(六)", "主导产品市场占有率较高", "市场占有率", "Market share",
  function(c, p) return c.main_product_market_share >= p.high_market_share end)
direction("quality_systems", "(六)", "集群企业质量管理体系完善", "质量管理体系", "Quality management",
  function(c, p) return c.qms_coverage >= p.complete_quality_systems end)
direction("standards", "(六)", "主导及参与制定各类标准", "标准制定", "Standards",
  function(c, p) return c.standards_made >= p.made_standards end)
direction("products", "(六)", "涌现一批省级新产品、“三首”产品、工业精品", "标志性产品", "Products of note",
  function(c, p) return c.provincial_new_products + c.three_first_products + c.fine_products + c.landmark_products >= p.many_products end)
direction("delta", "(七)", "集群深度融入长三角产业链、研发链、出口链", "融入长三角", "Ties with the Yangtze delta",
  function(c, p) return c.yrd_projects >= p.delta_projects end)
direction("transfer", "(七)", "承接产业梯度转移", "承接产业转移", "Industry moved in",
  function(c, p) return c.transferred_projects >= p.moved_projects end)
direction("openness", "(七)", "大力开拓“一带一路”等国际市场", "“一带一路”市场", "Belt and Road markets",
  function(c, p) return c.bri_export_share >= p.belt_road_share end)
