-- SPDX-License-Identifier: Apache-2.0
-- Every number of the plan, with the clause it stands in and the words themselves. Values are in `unit`.
-- A value holds from its day on; the targets of 2024 (皖政办秘〔2024〕56号) were raised on 1 July 2025.

local function number(name, unit, value, zh, en, clause, quote, note)
  parameter(name) { title = { zh = zh, en = en }, unit = unit, value = value, clause = clause, quote = quote, note = note }
end

-- 附件4 第三条: what a cluster should reach
number("entry_revenue", "亿元", 100, "集群营业收入标准", "Revenue line", "附件4 第三条(一)", "原则上集群营业收入应达100亿元以上")
number("entry_leaders", "count", 1, "龙头企业标准", "Leading enterprises wanted", "附件4 第三条(二)", "集群至少拥有一家龙头企业")
number("entry_quality", "count", 50, "优质企业标准", "Quality enterprises wanted", "附件4 第三条(二)", "制造业单项冠军等优质企业50家以上")
number("entry_rd", "%", 2.2, "研发投入强度标准", "R&D intensity wanted", "附件4 第三条(四)", "平均研发投入强度达2.2%以上")
number("first_in_province", "rank", 1, "全省同行业第一位", "First in the province", "附件4 第三条(一)", "集群营业收入居全省同行业第一位")
number("exception_rank", "rank", 5, "全国同行业前列(读法)", "Front rank in the country, as read here", "附件4 第三条(一)", "位居全国同行业前列",
  "the text gives no number; the first five is our reading, and evidence is wanted")

-- 较高, 一批, 完善, 明显: the text gives no number. Set one to have these judged.
local function line(name, unit, zh, en, clause, quote)
  number(name, unit, nil, zh, en, "附件4 第三条" .. clause, quote)
end
line("some_suppliers", "count", "配套企业“一批”的线", "Line for a group of suppliers", "(二)", "一批紧密关联的配套企业")
line("high_local_supply", "%", "本地化配套率“较高”的线", "Line for a high local supply rate", "(三)", "供应链本地化配套率较高")
line("formed_synergy", "score", "四协同生态的线", "Line for the fourfold synergy", "(三)", "资源协同、生产协同、供应链协同、技术协同")
line("layered_platforms", "count", "多层次创新平台的线", "Line for innovation platforms", "(四)", "集群构建多层次创新平台")
line("stable_partners", "count", "创新合作机制的线", "Line for partners in innovation", "(四)", "建立稳定的创新合作机制")
line("held_patents", "count", "知识产权的线", "Line for intellectual property", "(四)", "强化知识产权保护运用")
line("strong_support", "score", "政府措施“有力”的线", "Line for the government's support", "(五)", "要素保障、项目推进、产业规划、双招双引")
line("active_promoters", "count", "促进组织的线", "Line for promoting organisations", "(五)", "集群促进组织发挥作用明显")
line("complete_services", "count", "公共服务“较为完善”的线", "Line for public services", "(五)", "科技服务、知识产权、检验检测等公共服务较为完善")
line("distinct_brands", "count", "区域公共品牌的线", "Line for regional public brands", "(六)", "集群区域公共品牌特色鲜明")
line("high_market_share", "%", "市场占有率“较高”的线", "Line for a high market share", "(六)", "主导产品市场占有率较高")
line("complete_quality_systems", "%", "质量管理体系“完善”的线", "Line for quality management", "(六)", "集群企业质量管理体系完善")
line("made_standards", "count", "标准制定的线", "Line for standards", "(六)", "主导及参与制定各类标准")
line("many_products", "count", "产品“一批”的线", "Line for products of note", "(六)", "涌现一批省级新产品、“三首”产品、工业精品")
line("delta_projects", "count", "融入长三角的线", "Line for ties with the Yangtze delta", "(七)", "集群深度融入长三角产业链、研发链、出口链")
line("moved_projects", "count", "产业转移的线", "Line for industry moved in", "(七)", "承接产业梯度转移")
line("belt_road_share", "%", "“一带一路”市场的线", "Line for Belt and Road markets", "(七)", "大力开拓“一带一路”等国际市场")

-- 一 培育目标
local function goal(name, unit, values, zh, en, quote)
  parameter(name) { title = { zh = zh, en = en }, unit = unit, values = values, clause = "一 培育目标", quote = quote }
end
number("tier_100", "亿元", 100, "百亿级", "Size of 10 bn yuan", "一 培育目标", "百亿级集群达60个")
number("tier_500", "亿元", 500, "500亿级", "Size of 50 bn yuan", "一 培育目标", "超500亿元的集群10个")
number("tier_1000", "亿元", 1000, "千亿级", "Size of 100 bn yuan", "一 培育目标", "超千亿元的集群2个")
goal("goal_2027_100", "count", { ["2024-01-01"] = 45, ["2025-07-01"] = 60 }, "2027年百亿级集群数", "Clusters of 10 bn in 2027", "百亿级集群达60个")
goal("goal_2027_500", "count", { ["2025-07-01"] = 10 }, "2027年超500亿集群数", "Clusters above 50 bn in 2027", "超500亿元的集群10个")
goal("goal_2027_1000", "count", { ["2024-01-01"] = 1, ["2025-07-01"] = 2 }, "2027年超千亿集群数", "Clusters above 100 bn in 2027", "超千亿元的集群2个")
goal("goal_2030_100", "count", { ["2025-07-01"] = 100 }, "2030年百亿级集群数", "Clusters of 10 bn in 2030", "培育百亿级以上县域制造业特色产业集群100个左右")
goal("goal_rd", "%", { ["2025-07-01"] = 2.2 }, "集群平均研发投入强度", "Average R&D intensity", "集群企业平均研发投入强度达2.2%")
goal("goal_hte", "count", { ["2025-07-01"] = 4000 }, "高新技术企业数", "High-tech enterprises", "集群累计培育高新技术企业4000家")
goal("goal_srdi", "count", { ["2025-07-01"] = 2000 }, "省级以上专精特新企业数", "SRDI enterprises", "省级以上专精特新企业2000家")
number("goal_platforms", "count", 1, "每个集群共性技术平台", "Common platforms in each", "一 培育目标", "每个集群至少建成一个共性技术公共服务平台")
number("about_100", "%", 5, "“左右”的容差", "Tolerance of “about 100”", "一 培育目标", "100个左右", "reached at 95 of 100, no upper bound: our reading")

-- 皖政办秘〔2024〕56号, for comparison: all county clusters, not only manufacturing
local function earlier(name, unit, value, zh, en)
  number(name, unit, value, zh, en, "皖政办秘〔2024〕56号 二", nil, "another list of clusters: for comparison only")
end
earlier("earlier_2025_100", "count", 35, "2025年百亿级集群数(旧)", "Clusters of 10 bn in 2025, earlier")
earlier("earlier_2025_500", "count", 3, "2025年500亿级集群数(旧)", "Clusters of 50 bn in 2025, earlier")
earlier("earlier_2025_total", "亿元", 10000, "2025年营业收入总规模(旧)", "Total revenue in 2025, earlier")
earlier("earlier_2027_100", "count", 45, "2027年百亿级集群数(旧)", "Clusters of 10 bn in 2027, earlier")
earlier("earlier_2027_1000", "count", 1, "2027年千亿级集群数(旧)", "Clusters of 100 bn in 2027, earlier")
earlier("earlier_2027_total", "亿元", 14000, "2027年营业收入总规模(旧)", "Total revenue in 2027, earlier")
earlier("earlier_2025_300_500", "count", 10, "2025年300—500亿级集群数(旧,左右)", "Clusters of 30 to 50 bn in 2025, about, earlier")
earlier("earlier_2025_hte", "count", 2400, "2025年制造业集群高新技术企业数(旧)", "High-tech enterprises in 2025, earlier")
earlier("earlier_2025_srdi", "count", 1200, "2025年省级以上专精特新企业数(旧)", "SRDI enterprises in 2025, earlier")
earlier("earlier_2025_leaders", "count", 200, "2025年群主龙头企业数(旧)", "Leading enterprises in 2025, earlier")
earlier("earlier_2025_partners", "count", 1000, "2025年“伙伴”配套企业数(旧)", "Partner enterprises in 2025, earlier")

-- 三(三): investment
number("investment_goal", "%", 6, "投资年均增长目标", "Growth of investment wanted", "三(三)", "力争集群技改投资、制造业投资年均增长6%以上")
number("investment_growth", "%", 6, "投资增速(情景)", "Growth of investment in the projection", "三(三)", "年均增长6%以上",
  "what the projection lets both investment series grow by a year; a what-if moves this one and not the goal")
number("digital_goal", "%", 100, "规上企业数字化改造全覆盖", "Digital coverage wanted", "三(五)", "推动集群规上企业数字化改造全覆盖", "the text gives no year")

-- 附件4 第五条, 第六条
number("validity_years", "count", 3, "有效期(年)", "Years of validity", "附件4 第六条", "集群有效期为3年")
number("renewal_years", "count", 3, "复核通过后延长(年)", "Years of a renewal", "附件4 第六条", "复核通过的有效期延长3年")
number("publicity_days", "count", 5, "公示工作日数", "Working days of publicity", "附件4 第五条(三)", "名单在省工业和信息化厅官方网站公示5个工作日")
number("recognised_per_year", "count", 20, "每年认定数", "Recognised a year", "四 组织保障", "每年择优培育认定20个左右")
number("rounds_per_year", "count", 1, "每年评定次数", "Rounds a year", "附件4 第四条", "每年度评定一次")

-- Levels of risk are ours: the text has none.
number("risk_high", "%", 50, "高风险下限", "High risk from", nil, nil, "ours")
number("risk_medium", "%", 20, "中风险下限", "Medium risk from", nil, nil, "ours")
number("risk_low", "%", 0, "低风险下限", "Low risk from", nil, nil, "ours")
