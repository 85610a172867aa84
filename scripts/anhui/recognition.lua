-- SPDX-License-Identifier: Apache-2.0
-- 附件4 第六条, 第八条: a title lasts three years and is then re-reviewed; a year's report is due on 30 March of the next.

recognition {
  titles = "recognition", waivers = "waiver", term = "validity_years", report_due = "03-30",
  risk = {
    { "high", zh = "高", en = "high", at_least = "risk_high" },
    { "medium", zh = "中", en = "medium", at_least = "risk_medium" },
    { "low", zh = "低", en = "low", at_least = "risk_low" },
  },
  note = "附件4 第三条题为“建设方向”:以其数量标准作检验是我们的读法,认定与复核由省工业和信息化厅评估决定。"
    .. " Article 3 is headed directions; taking its numbers as tests is our reading, the province decides by its own assessment.",
}
