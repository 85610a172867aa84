-- SPDX-License-Identifier: CC0-1.0
-- The rules of a programme. Every number is invented: put in those of your document, each with its clause and its words (quote = "…").
-- Every word, with an example: qunce help words. What is doubtful: qunce lint FOLDER. Does it answer as it should: qunce test FOLDER.

parameter "entry_revenue" {
  title = { zh = "营业收入标准", en = "Revenue wanted" }, unit = "亿元", value = 50, clause = "Article 1", note = "invented",
}
parameter "entry_rd" {
  title = { zh = "研发投入强度标准", en = "R&D intensity wanted" }, unit = "%", value = 2, clause = "Article 2", note = "invented",
}
parameter "goal_2030" {
  title = { zh = "2030年目标", en = "Goal of 2030" }, unit = "count", value = 3, clause = "Article 3", note = "invented",
}

-- What nobody knows about the future is an assumption: a number or a distribution.
assumption "growth" {
  title = { zh = "营业收入增速", en = "Growth of revenue" }, unit = "%", usual = normal(pct(6), pct(3)), by = "year",
  source = "invented",
}

-- Where the intensity was not reported, it follows from two figures that were.
derive "rd_intensity" { value = function(c) return c.rd_expenditure / c.revenue end }

criterion "revenue" {
  title = { zh = "营业收入", en = "Revenue" }, clause = "Article 1", note = "invented",
  needs = function(c, p) return c.revenue >= p.entry_revenue end,
}
criterion "rd_intensity" {
  title = { zh = "研发投入强度", en = "R&D intensity" }, clause = "Article 2", note = "invented",
  needs = function(c, p) return c.rd_intensity >= p.entry_rd end,
}

-- Asked of every file before it counts: an error refuses the file, a warning is told.
check "rd.within" {
  title = { zh = "研发投入不超过营业收入", en = "R&D is not more than revenue" }, severity = "error", note = "arithmetic",
  holds = function(c) return c.rd_expenditure <= c.revenue end,
}

-- From one year to the next; what it does not move stays as it was last reported.
model "growth" {
  title = { zh = "按同一增速增长", en = "All grow alike" },
  step = function(c, a)
    return { revenue = c.revenue * (1 + a.growth), rd_expenditure = c.rd_expenditure * (1 + a.growth) }
  end,
}

target "large_clusters" {
  title = { zh = "达到营业收入标准的集群数", en = "Clusters with the revenue wanted" }, clause = "Article 3", note = "invented",
  value = function(c, p) return count(c.revenue >= p.entry_revenue) end,
  goals = { ["2030"] = function(v, p) return v >= p.goal_2030 end },
}

-- Next: who holds a title and when it is reviewed (qunce help recognition), a score (qunce help ranking), rounds (qunce help rounds),
-- measures (qunce help measure), readings that the text leaves open (qunce help option).
