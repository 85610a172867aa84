-- SPDX-License-Identifier: CC0-1.0
-- 规则必须这样答,尤其在边界上。
test "50 亿元即可" { given = { revenue = yi(50) }, expect = { revenue = "met" } }
test "49.99 亿元不够" { given = { revenue = yi(49.99) }, expect = { revenue = "unmet" } }
test "没有数不算达到" { given = { revenue = yi(60) }, expect = { rd_intensity = "unknown" } }
test "强度由两个数推算" {
  given = { revenue = yi(60), rd_expenditure = yi(1.2) }, expect = { rd_intensity = "met" },
}
test "研发投入不会超过营业收入" {
  given = { revenue = yi(60), rd_expenditure = yi(61) }, expect = { ["rd.within"] = "broken" },
}
test "三个集群即达到目标" {
  clusters = many(3, { revenue = yi(50) }), expect = { large_clusters = { now = 3, reached = { ["2030"] = true } } },
}
