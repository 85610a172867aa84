-- SPDX-License-Identifier: Apache-2.0
-- The open readings of the text, each with what can be meant and what is taken unless somebody says otherwise.
-- 省工业和信息化厅 interprets the rules (附件4 第九条): its ruling is one --set away.
-- Readings that are a number are parameters: about_100 (100个左右), exception_rank (前列), high_local_supply and
-- high_market_share (较高).

local function open(id, clause, quote, title, readings, default, note)
  option(id) { title = { zh = quote, en = title }, clause = clause, quote = quote, readings = readings, default = default, note = note }
end
local recorded = "recorded; no rule reads it yet"

-- read by rules
open("tier.nesting", "一 培育目标", "其中,超千亿元的集群2个、超500亿元的集群10个", "Do the ten above 50 bn include the two above 100 bn?", {
  { "nested", zh = "10个含2个", en = "the ten include the two" }, { "apart", zh = "10个只指500—1000亿", en = "the ten are between 50 and 100 bn" } }, "nested")
open("tier.strict", "一 培育目标", "超500亿元的集群10个", "Is 超 strictly above?", {
  { "as_written", zh = "达为≥,超为>", en = "达 at least, 超 above" }, { "at_least", zh = "一律≥", en = "at least everywhere" } }, "as_written")
open("growth.avg", "三(三)", "年均增长6%以上", "What is average yearly growth?", {
  { "cagr", zh = "复合增长", en = "compound" }, { "mean", zh = "逐年增速平均", en = "mean of yearly rates" } }, "cagr")
open("growth.base", "三(三)", "年均增长6%以上", "From which base year?", {
  { "2024", zh = "2024年", en = "2024" }, { "2025", zh = "2025年", en = "2025" } }, "2024")
open("growth.unit", "三(三)", "技改投资、制造业投资年均增长6%以上", "Must both series grow?", {
  { "both", zh = "两项均达到", en = "both" }, { "either", zh = "一项即可", en = "either" } }, "both")
open("rd.mean", "一 培育目标", "集群企业平均研发投入强度达2.2%", "Which average?", {
  { "ratio_of_sums", zh = "总额之比", en = "ratio of sums" }, { "mean_of_ratios", zh = "各集群比率平均", en = "mean of the clusters' ratios" } }, "ratio_of_sums")
open("firms.union", "附件4 第三条(二)", "等优质企业50家以上", "Does an enterprise with several titles count once?", {
  { "union", zh = "去重计数", en = "once" }, { "sum", zh = "各类相加", en = "once for each title" } }, "union")

-- recorded, or read by the course of titles (recognition.lua) and by rounds (scoring.lua)
open("approx.20", "四 组织保障", "每年择优培育认定20个左右", "How far may 左右 stretch?", {
  { "18_22", zh = "18—22", en = "18 to 22" }, { "20", zh = "恰为20", en = "20" } }, "18_22")
open("horizon.date", "一 培育目标", "力争到2027年", "When is a year's target judged?", {
  { "end_of_year", zh = "年末,次年3月30日知晓", en = "end of the year, known on 30 March" }, { "reported", zh = "上报时", en = "when reported" } }, "end_of_year", recorded)
open("rd.level", "附件4 第三条(四)", "平均研发投入强度达2.2%以上", "The province's mean or every cluster?", {
  { "both", zh = "分别判断", en = "both, separately" }, { "province", zh = "全省", en = "the province" } }, "both", recorded)
open("firms.date", "三(二)", "制造业单项冠军等优质企业50家以上", "From when is 50 wanted?", {
  { "now", zh = "认定方向即时,目标2027", en = "as a direction now, as a target in 2027" }, { "2027", zh = "2027年起", en = "from 2027" } }, "now", recorded)
open("firms.cumulative", "一 培育目标", "集群累计培育高新技术企业4000家", "Does 累计 count lapsed titles?", {
  { "stock", zh = "期末存量", en = "those that hold it" }, { "ever", zh = "曾经获得", en = "those that ever held it" } }, "stock",
  "read by the roll-ups of registers; both are shown")
open("exception.depth", "附件4 第三条(一)", "可适当放宽条件", "Is there a floor?", {
  { "none", zh = "无,由评审决定", en = "none: the reviewer decides" }, { "half", zh = "50亿元", en = "5 bn yuan, half of the line" } }, "none")
open("validity", "附件4 第六条", "集群有效期为3年", "From when do three years run?", {
  { "date_to_date", zh = "自认定之日", en = "from the day of recognition" },
  { "calendar", zh = "自然年,认定当年计入", en = "calendar years, that of the recognition counts" } }, "date_to_date")
open("renewal", "附件4 第六条", "复核通过的有效期延长3年", "Extended from when?", {
  { "old_expiry", zh = "自原期满日", en = "from the old end" }, { "decision", zh = "自决定日", en = "from the decision" } }, "old_expiry")
open("expiry.gap", "附件4 第六条", "每次有效期满后", "Is the title valid while the re-review runs?", {
  { "pending", zh = "期满待复核", en = "expired, pending" }, { "valid", zh = "继续有效", en = "still valid" } }, "pending")
open("rereview.rules", "附件4 第六条", "由省工业和信息化厅组织开展复核工作", "Which rules does a re-review use?", {
  { "then", zh = "复核时有效的规则", en = "those in force at the re-review" }, { "recognition", zh = "认定时的规则", en = "those of the recognition" } }, "then", recorded)
open("pub.count", "附件4 第五条(三)", "公示5个工作日", "Does the first day count?", {
  { "excluded", zh = "不计首日", en = "no" }, { "included", zh = "计首日", en = "yes" } }, "excluded")
open("report.before", "附件4 第八条", "于每年3月30日前", "Is 30 March in time?", {
  { "inclusive", zh = "含当日", en = "yes" }, { "exclusive", zh = "不含", en = "no" } }, "inclusive")
open("report.sanction", "附件4 第八条", "集群实施年度报告制度", "What follows a missing report?", {
  { "none", zh = "未规定", en = "nothing is said" }, { "blocks", zh = "不得复核", en = "no re-review" } }, "none")
open("effective", "附件4 第十条", "本办法自发布之日起实施", "In force from?", {
  { "2025-07-01", zh = "印发通知之日", en = "the day of the notice" }, { "2025-07-16", zh = "公布之日", en = "the day of publication" } }, "2025-07-01", recorded)
open("county.unit", "附件4 第二条", "定位在县(市、区)区划范围内", "Does a district count as a county?", {
  { "counts", zh = "计入", en = "yes" }, { "not", zh = "不计", en = "no" } }, "counts")
open("leading.industry", "附件4 第二条", "聚焦县域首位产业", "What makes an industry a county's first?", {
  { "revenue", zh = "营业收入", en = "revenue" }, { "plan", zh = "规划", en = "the plan" } }, "revenue")
