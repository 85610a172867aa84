-- SPDX-License-Identifier: CC0-1.0
-- 一份文件的规则。数都是虚构的:请换成文件里的数,并写明条款(clause)和原文(quote = "…")。
-- 每个词和例子: qunce help words --lang zh。可疑之处: qunce lint 文件夹。答得对不对: qunce test 文件夹。

parameter "entry_revenue" {
  title = { zh = "营业收入标准", en = "Revenue wanted" }, unit = "亿元", value = 50, clause = "第一条", note = "虚构",
}
parameter "entry_rd" {
  title = { zh = "研发投入强度标准", en = "R&D intensity wanted" }, unit = "%", value = 2, clause = "第二条", note = "虚构",
}
parameter "goal_2030" {
  title = { zh = "2030年目标", en = "Goal of 2030" }, unit = "count", value = 3, clause = "第三条", note = "虚构",
}

-- 未来谁也不知道的数是假设:一个数,或一个分布。
assumption "growth" {
  title = { zh = "营业收入增速", en = "Growth of revenue" }, unit = "%", usual = normal(pct(6), pct(3)), by = "year",
  source = "虚构",
}

-- 没有上报强度时,由上报的两个数推算。
derive "rd_intensity" { value = function(c) return c.rd_expenditure / c.revenue end }

criterion "revenue" {
  title = { zh = "营业收入", en = "Revenue" }, clause = "第一条", note = "虚构",
  needs = function(c, p) return c.revenue >= p.entry_revenue end,
}
criterion "rd_intensity" {
  title = { zh = "研发投入强度", en = "R&D intensity" }, clause = "第二条", note = "虚构",
  needs = function(c, p) return c.rd_intensity >= p.entry_rd end,
}

-- 每个文件入库前先校验:error 拒收,warning 提示。
check "rd.within" {
  title = { zh = "研发投入不超过营业收入", en = "R&D is not more than revenue" }, severity = "error", note = "算术关系",
  holds = function(c) return c.rd_expenditure <= c.revenue end,
}

-- 从一年到下一年;没有写到的,保持最后上报的数。
model "growth" {
  title = { zh = "按同一增速增长", en = "All grow alike" },
  step = function(c, a)
    return { revenue = c.revenue * (1 + a.growth), rd_expenditure = c.rd_expenditure * (1 + a.growth) }
  end,
}

target "large_clusters" {
  title = { zh = "达到营业收入标准的集群数", en = "Clusters with the revenue wanted" }, clause = "第三条", note = "虚构",
  value = function(c, p) return count(c.revenue >= p.entry_revenue) end,
  goals = { ["2030"] = function(v, p) return v >= p.goal_2030 end },
}

-- 接着可写:称号与复核(qunce help recognition)、综合评分(qunce help ranking)、年度认定(qunce help rounds)、
-- 赋能措施(qunce help measure)、条文的歧义读法(qunce help option)。
