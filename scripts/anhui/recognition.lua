-- SPDX-License-Identifier: Apache-2.0
-- 附件4 第五条, 第六条, 第八条: how a title comes, lasts three years and is re-reviewed; a year's report is due on 30 March of
-- the next. What the text leaves open about days is in options.lua.

recognition {
  titles = "recognition", waivers = "waiver", term = "validity_years", renewal = "renewal_years", report_due = "03-30",
  course = "course",
  stages = {
    { "submitted", zh = "提交", en = "submitted", after = { "start", "refused", "lapsed" }, by = "县(市、区) county",
      clause = "附件4 第五条(一)", quote = "各县(市、区)按照布局规划提交集群评价材料和相关佐证材料" },
    { "city_checked", zh = "市级审核", en = "checked by the city", after = "submitted", by = "市工业和信息化部门 city",
      clause = "附件4 第五条(一)", quote = "由所在市工业和信息化部门审核把关后报送" },
    { "reviewed", zh = "评审", en = "reviewed", after = "city_checked", by = "省工业和信息化厅 province",
      clause = "附件4 第五条(二)", quote = "省工业和信息化厅对申报材料进行审核,经评估评审等程序" },
    { "listed", zh = "拟定名单", en = "listed", after = "reviewed", by = "省工业和信息化厅 province",
      clause = "附件4 第五条(二)", quote = "拟定本年度省县域制造业特色产业集群认定名单" },
    { "publicity", zh = "公示", en = "publicity", after = "listed", lasts = "publicity_days", by = "省工业和信息化厅 province",
      clause = "附件4 第五条(三)", quote = "名单在省工业和信息化厅官方网站公示5个工作日" },
    { "objected", zh = "异议", en = "objected to", after = "publicity", within = true, by = "任何人 anyone",
      clause = "附件4 第五条(三)", quote = "公示无异议后" },
    { "dismissed", zh = "异议不成立", en = "objection dismissed", after = "objected", back = "publicity", by = "省工业和信息化厅 province",
      clause = "附件4 第五条(三)", quote = "公示无异议后" },
    { "recognised", zh = "认定", en = "recognised", after = "publicity", waits = true, grants = true, by = "省工业和信息化厅 province",
      clause = "附件4 第五条(三)", quote = "公示无异议后,由省工业和信息化厅认定为安徽省县域制造业特色产业集群" },
    { "refused", zh = "不予认定", en = "refused", after = { "submitted", "city_checked", "reviewed", "objected" }, by = "市、省 city or province",
      clause = "附件4 第五条(二)", quote = "经评估评审等程序" },
    { "reported", zh = "年度报告", en = "yearly report", after = { "recognised", "renewed", "expired", "rereview" }, stays = true, reports = true,
      by = "集群 cluster", clause = "附件4 第八条", quote = "组织集群于每年3月30日前将上一年度集群发展情况报省工业和信息化厅" },
    { "expired", zh = "期满待复核", en = "expired, re-review pending", expires = true,
      clause = "附件4 第六条", quote = "集群有效期为3年" },
    { "rereview", zh = "复核", en = "re-review", after = "expired", by = "省工业和信息化厅 province",
      clause = "附件4 第六条", quote = "每次有效期满后,由省工业和信息化厅组织开展复核工作" },
    { "renewed", zh = "复核通过", en = "renewed", after = "rereview", grants = true, by = "省工业和信息化厅 province",
      clause = "附件4 第六条", quote = "复核通过的有效期延长3年" },
    { "lapsed", zh = "失效", en = "lapsed", after = "rereview", ends = true, by = "省工业和信息化厅 province",
      clause = "附件4 第六条", quote = "复核通过的有效期延长3年" },
  },
  readings = { first_day_counts = "pub.count=included", calendar_years = "validity=calendar", renewed_from_decision = "renewal=decision",
    valid_until_decided = "expiry.gap=valid", report_before = "report.before=exclusive", reports_needed = "report.sanction=blocks" },
  risk = {
    { "high", zh = "高", en = "high", at_least = "risk_high" },
    { "medium", zh = "中", en = "medium", at_least = "risk_medium" },
    { "low", zh = "低", en = "low", at_least = "risk_low" },
  },
  note = "附件4 第三条题为“建设方向”:以其数量标准作检验是我们的读法,认定与复核由省工业和信息化厅评估决定。"
    .. " Article 3 is headed directions; taking its numbers as tests is our reading, the province decides by its own assessment.",
}
