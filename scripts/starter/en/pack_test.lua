-- SPDX-License-Identifier: CC0-1.0
-- What the rules must answer, at their borders above all.
test "50 is enough" { given = { revenue = yi(50) }, expect = { revenue = "met" } }
test "49.99 is not" { given = { revenue = yi(49.99) }, expect = { revenue = "unmet" } }
test "no figure is no pass" { given = { revenue = yi(60) }, expect = { rd_intensity = "unknown" } }
test "the intensity follows from two figures" {
  given = { revenue = yi(60), rd_expenditure = yi(1.2) }, expect = { rd_intensity = "met" },
}
test "research cannot cost more than is earned" {
  given = { revenue = yi(60), rd_expenditure = yi(61) }, expect = { ["rd.within"] = "broken" },
}
test "three clusters are the goal" {
  clusters = many(3, { revenue = yi(50) }), expect = { large_clusters = { now = 3, reached = { ["2030"] = true } } },
}
