-- SPDX-License-Identifier: Apache-2.0
test "a hundred kilotons are enough" { given = { harvest = kt(100) }, expect = { harvest = "met" } }
test "read strictly, they are not" {
  set = { ["enough.strict"] = "above" }, given = { harvest = kt(100) }, expect = { harvest = "waivable" },
}
test "half is fine" { given = { harvest = kt(10), fine = kt(5) }, expect = { fineness = "met" } }
test "fine fruit is part of the harvest" { given = { harvest = kt(10), fine = kt(11) }, expect = { ["fine.of.harvest"] = "broken" } }
test "all of it together" {
  gardens = { { harvest = kt(300) }, { harvest = kt(200) } },
  expect = { total_harvest = { now = kt(500), reached = { ["2028"] = true } } },
}
