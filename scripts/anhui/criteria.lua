-- SPDX-License-Identifier: Apache-2.0
-- 附件4 第三条, the seven directions (建设方向) of recognition. We take their numbers as tests; the province decides by its
-- own assessment, whose indicators and weights (附件2) are not public.

criterion "revenue" {
  title = { zh = "集群营业收入", en = "Cluster revenue" },
  clause = "附件4 第三条(一)", modality = "原则上", quote = "原则上集群营业收入应达100亿元以上",
  needs = function(c, p) return c.revenue >= p.entry_revenue end,
  waivable = function(c, p)
    return c.revenue_rank_province <= p.first_in_province or c.revenue_rank_national <= p.exception_rank
  end,
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
  needs = function(c, p)
    local titles = c.hte_count + c.srdi_sme_count + c.little_giant_count + c.single_champion_count
    return where(p["firms.union"] == "union", c.quality_enterprises, titles) >= p.entry_quality
  end,
}

criterion "local_supply" {
  title = { zh = "本地化配套率", en = "Local supply rate" },
  clause = "附件4 第三条(三)", modality = "方向", quote = "供应链本地化配套率较高",
  needs = function(c, p) return c.local_supply_rate >= p.high_local_supply end,
}

criterion "synergy" {
  title = { zh = "四协同产业生态", en = "Fourfold synergy" },
  clause = "附件4 第三条(三)", modality = "方向", quote = "资源协同、生产协同、供应链协同、技术协同",
}

criterion "rd_intensity" {
  title = { zh = "研发投入强度", en = "R&D intensity" },
  clause = "附件4 第三条(四)", modality = "方向", quote = "平均研发投入强度达2.2%以上",
  needs = function(c, p) return c.rd_intensity >= p.entry_rd end,
}

criterion "innovation_platforms" {
  title = { zh = "多层次创新平台", en = "Innovation platforms" },
  clause = "附件4 第三条(四)", modality = "方向", quote = "集群构建多层次创新平台",
}

criterion "services" {
  title = { zh = "服务体系", en = "Services" },
  clause = "附件4 第三条(五)", modality = "方向", quote = "科技服务、知识产权、检验检测等公共服务较为完善",
}

criterion "market_share" {
  title = { zh = "市场占有率", en = "Market share" },
  clause = "附件4 第三条(六)", modality = "方向", quote = "主导产品市场占有率较高",
  needs = function(c, p) return c.main_product_market_share >= p.high_market_share end,
}

criterion "brand" {
  title = { zh = "区域公共品牌", en = "Regional public brand" },
  clause = "附件4 第三条(六)", modality = "方向", quote = "集群区域公共品牌特色鲜明",
}

criterion "openness" {
  title = { zh = "开放合作", en = "Opening up" },
  clause = "附件4 第三条(七)", modality = "方向", quote = "大力开拓“一带一路”等国际市场",
}
