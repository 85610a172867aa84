-- SPDX-License-Identifier: Apache-2.0
-- 一 培育目标 and 三: what the province wants by 2027 and 2030. 力争 is an aim, not a duty.

local readings = require "readings"
local above = readings.above

local plan = "培优育强县域制造业特色产业集群行动方案 (2025-07-01)"

-- 每个: who has not shown it counts as lacking it, also for want of data.
local function not_shown(mask)
  return count(not shown(mask))
end

target "clusters_revenue_ge_100" {
  title = { zh = "百亿级集群数", en = "Clusters of 10 bn yuan" }, document = plan,
  clause = "一 培育目标", modality = "力争", quote = "百亿级集群达60个",
  value = function(c, p) return count(c.revenue >= p.tier_100) end,
  goals = {
    ["2027"] = function(v, p) return v >= p.goal_2027_100 end,
    ["2030"] = function(v, p) return v >= p.goal_2030_100 * (1 - p.about_100) end,
  },
}

target "clusters_revenue_gt_500" {
  title = { zh = "超500亿元集群数", en = "Clusters above 50 bn yuan" }, document = plan,
  clause = "一 培育目标", modality = "力争", quote = "超500亿元的集群10个",
  value = function(c, p)
    local apart = p["tier.nesting"] == "apart" and above(c, p, p.tier_1000)
    return count(above(c, p, p.tier_500) and not apart)
  end,
  goals = { ["2027"] = function(v, p) return v >= p.goal_2027_500 end },
}

target "clusters_revenue_gt_1000" {
  title = { zh = "超千亿元集群数", en = "Clusters above 100 bn yuan" }, document = plan,
  clause = "一 培育目标", modality = "力争", quote = "超千亿元的集群2个",
  value = function(c, p) return count(above(c, p, p.tier_1000)) end,
  goals = { ["2027"] = function(v, p) return v >= p.goal_2027_1000 end },
}

target "rd_intensity_province" {
  title = { zh = "集群平均研发投入强度", en = "Average R&D intensity" }, document = plan,
  clause = "一 培育目标", modality = "力争", quote = "集群企业平均研发投入强度达2.2%",
  value = function(c, p)
    local known = present(c.rd_expenditure) and present(c.revenue)
    local rd = total(only(known, c.rd_expenditure))
    local revenue = total(only(known, c.revenue))
    return where(p["rd.mean"] == "ratio_of_sums", rd / revenue, mean(c.rd_intensity))
  end,
  goals = { ["2027"] = function(v, p) return v >= p.goal_rd end },
}

target "clusters_without_platform" {
  title = { zh = "未证明建成共性技术平台的集群数", en = "Clusters not shown to have a common platform" }, document = plan,
  clause = "一 培育目标; 三(四)", modality = "力争", quote = "每个集群至少建成一个共性技术公共服务平台",
  value = function(c, p) return not_shown(c.common_tech_platforms >= p.goal_platforms) end,
  goals = { ["2027"] = function(v) return v <= 0 end },
}

target "high_tech_enterprises" {
  title = { zh = "集群高新技术企业", en = "High-tech enterprises" }, document = plan,
  clause = "一 培育目标", modality = "力争", quote = "集群累计培育高新技术企业4000家",
  value = function(c) return total(c.hte_count) end,
  goals = { ["2027"] = function(v, p) return v >= p.goal_hte end },
}

target "srdi_enterprises" {
  title = { zh = "省级以上专精特新企业", en = "SRDI enterprises" }, document = plan,
  clause = "一 培育目标", modality = "力争", quote = "省级以上专精特新企业2000家",
  value = function(c) return total(c.srdi_provincial_plus_count) end,
  goals = { ["2027"] = function(v, p) return v >= p.goal_srdi end },
}

target "clusters_below_50_firms" {
  title = { zh = "未证明有50家优质企业的集群数", en = "Clusters not shown to have 50 quality enterprises" }, document = plan,
  clause = "三(二)", modality = "支持", quote = "制造业单项冠军等优质企业50家以上",
  value = function(c, p) return not_shown(readings.quality_firms(c, p) >= p.entry_quality) end,
  goals = { ["2027"] = function(v) return v <= 0 end },
}

-- 三(三): both investment series, from the base year on. How many clusters have not shown it.
target "clusters_slow_investment" {
  title = { zh = "未证明投资年均增长6%的集群数", en = "Clusters not shown to invest 6 % more a year" }, document = plan,
  clause = "三(三)", modality = "力争", quote = "力争集群技改投资、制造业投资年均增长6%以上",
  value = function(c, p)
    local works = readings.pace(c.tech_upgrade_investment, p) >= p.investment_goal
    local factories = readings.pace(c.manufacturing_investment, p) >= p.investment_goal
    return not_shown((works and factories) or (p["growth.unit"] == "either" and (works or factories)))
  end,
  goals = { ["2027"] = function(v) return v <= 0 end },
}

-- The same of all clusters together, year by year: by how many points their investment grew more than that. And 全覆盖, of which
-- the text names no year. None of these has a goal of its own; qunce targets shows how they stand.
local function beyond(id, series, zh, en)
  target(id) {
    title = { zh = zh, en = en }, document = plan,
    clause = "三(三)", modality = "力争", quote = "力争集群技改投资、制造业投资年均增长6%以上",
    value = function(c, p)
      local sum = total(c[series])
      return (sum / lag(sum, 1) - 1) * pct(100) - p.investment_goal
    end,
  }
end
beyond("works_beyond_goal", "tech_upgrade_investment", "全部集群技改投资当年增速与6%之差", "Renovation of all together, beyond 6 %")
beyond("factories_beyond_goal", "manufacturing_investment", "全部集群制造业投资当年增速与6%之差", "Investment of all together, beyond 6 %")

target "clusters_not_digital" {
  title = { zh = "未证明规上企业数字化改造全覆盖的集群数", en = "Clusters not shown to be wholly digital" }, document = plan,
  clause = "三(五)", modality = "推动", quote = "推动集群规上企业数字化改造全覆盖",
  value = function(c, p) return not_shown(c.digital_coverage >= p.digital_goal) end,
}

-- The parent document, for comparison: another list of 72 clusters, services and farming among them.
local parent = "皖政办秘〔2024〕56号"
local list = { zh = "72个集群,含服务业与农业", en = "72 clusters, services and farming among them" }
local pages = { ["2022"] = "china.com.cn 2023-06-13", ["2023"] = "ccedn.com.cn 2024-05-15" }
local function figure(period, value)
  return { period, value, of = list, source = pages[period] }
end
local function earlier(id, zh, en, value, goals, published)
  target(id) { title = { zh = zh, en = en }, document = parent, clause = "二 工作目标", modality = "力争", compared = true,
    value = value, goals = goals, published = published }
end
earlier("earlier_100", "百亿级集群数(2024年文件)", "Clusters of 10 bn, document of 2024", function(c, p) return count(c.revenue >= p.tier_100) end, {
  ["2025"] = function(v, p) return v >= p.earlier_2025_100 end, ["2027"] = function(v, p) return v >= p.earlier_2027_100 end },
  { figure("2022", 23), figure("2023", 23) })
earlier("earlier_total", "集群营业收入总规模(2024年文件)", "Total revenue, document of 2024", function(c) return total(c.revenue) end, {
  ["2025"] = function(v, p) return v > p.earlier_2025_total end, ["2027"] = function(v, p) return v > p.earlier_2027_total end },
  { figure("2022", yi(7275.6)), figure("2023", yi(7916.1)) })
earlier("earlier_500", "500亿级集群数(2024年文件)", "Clusters of 50 bn, document of 2024", function(c, p) return count(c.revenue >= p.tier_500) end, {
  ["2025"] = function(v, p) return v >= p.earlier_2025_500 end }, { figure("2023", 2) })
earlier("earlier_1000", "千亿级集群数(2024年文件)", "Clusters of 100 bn, document of 2024", function(c, p) return count(c.revenue >= p.tier_1000) end, {
  ["2027"] = function(v, p) return v >= p.earlier_2027_1000 end })
