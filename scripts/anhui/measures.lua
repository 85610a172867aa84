-- SPDX-License-Identifier: Apache-2.0
-- 附件3: the 27 measures, each with what we assume it moves in one cluster, one by one and for no other reason. The text
-- gives no effect of any; each size is ours, small, stated here as an assumption of its own (measure.5.revenue), and open
-- to --set. A share is extra growth a year from its start on; a count, a score or points of a ratio come once.

local ours = "ours: the text names no effect; small on purpose, to be replaced by what evaluations find"

local function take(no, quote, zh, en, moves)
  measure(tostring(no)) { title = { zh = zh, en = en }, clause = "附件3 " .. no, quote = quote, source = ours, moves = moves }
end

take(1, "开展“一群一策”诊断", "一群一策诊断", "Diagnosis of each cluster", { synergy_score = score(1) })
take(2, "支持集群编制发展规划和产业链图谱", "规划和产业链图谱", "Plans and chain maps", { local_supply_rate = pct(1) })
take(3, "扶持规模体量大、支撑带动力强的龙头企业", "扶持龙头企业", "Leading enterprises",
  { leading_enterprises = 1, revenue = pct(0.5) })
take(4, "通过并购重组整合产业链上下游", "并购重组", "Mergers", { revenue = pct(0.3) })
take(5, "实施制造业重大技术改造升级和大规模设备更新工程", "技术改造", "Technical renovation",
  { tech_upgrade_investment = pct(2), revenue = pct(0.3) })
take(6, "滚动编制核心技术攻关清单", "核心技术攻关", "Core technology", { rd_expenditure = pct(1), valid_invention_patents = 5 })
take(7, "概念验证中心、制造业中试平台、县域特色产业研究院", "中试平台和研究院", "Pilot platforms and institutes",
  { common_tech_platforms = 1, innovation_platforms = 1 })
take(8, "“人工智能+制造业”行动", "人工智能+制造业", "AI and manufacturing", { revenue = pct(0.2) })
take(9, "加快工业互联网平台建设应用", "工业互联网平台", "Industrial internet", { synergy_score = score(1) })
take(10, "推动集群“链式”数字化转型", "链式数字化转型", "Chain-style digital transformation",
  { synergy_score = score(1), tech_upgrade_investment = pct(0.5) })
take(11, "“小快轻准”数字化解决方案", "小快轻准和智能工厂", "Light digital solutions and smart factories",
  { tech_upgrade_investment = pct(0.5) })
take(12, "形成具有集群品牌特色的工业精品矩阵", "新产品和工业精品", "New and fine products",
  { provincial_new_products = 1, fine_products = 1 })
take(13, "打造具有辨识度的区域公共品牌", "区域公共品牌", "Regional public brands", { regional_brands = 1 })
take(14, "积极开展品牌宣传推广", "品牌推广", "Brand promotion", { main_product_market_share = pct(0.5) })
take(15, "与集群企业开展人才供需对接", "人才供需对接", "Matching of talent", { partner_institutions = 1 })
take(16, "支持集群企业引进高层次人才", "引进高层次人才", "High-level talent", { rd_expenditure = pct(0.5) })
take(17, "创新开发“集群贷”等特色差异化金融产品", "集群贷", "The cluster loan", { manufacturing_investment = pct(1) })
take(18, "围绕集群发展方向设立子基金", "产业引导子基金", "Sub-funds",
  { manufacturing_investment = pct(1), quality_enterprises = pct(0.5) })
take(19, "高水平建设一批服务型制造集聚区", "服务型制造", "Service-oriented manufacturing", { public_service_platforms = 1 })
take(20, "提供集群“抱团出海”咨询服务和解决方案", "抱团出海", "Going global as a group", { bri_export_share = pct(0.5) })
take(21, "“徽动全球”系列专业展会", "专业展会", "Exhibitions", { main_product_market_share = pct(0.2) })
take(22, "开设中欧“定制班列”", "中欧定制班列", "Customised trains", { bri_export_share = pct(1) })
take(23, "引进配套企业、上下游企业和生态合作伙伴", "链主引进配套", "Suppliers through chain masters",
  { supporting_enterprises = 5, local_supply_rate = pct(1) })
take(24, "实施“百场万企”对接活动", "百场万企对接", "Supply-demand matching", { revenue = pct(0.2) })
take(25, "重点支持集群企业", "要素保障", "Factor supply", { service_score = score(2) })
take(26, "建立集群发展评估指标体系", "评估和择优认定", "Assessment and recognition", { service_score = score(1) })
take(27, "统筹制造强省等专项资金", "专项资金", "Special funds",
  { public_service_platforms = 1, manufacturing_investment = pct(0.5) })
