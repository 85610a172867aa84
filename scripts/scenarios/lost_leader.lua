-- SPDX-License-Identifier: Apache-2.0
-- What if the leading enterprise of one cluster moves away in 2027?
return scenario "长丰 loses its leader" {
  shock = { ["revenue:changfeng-nev:2027"] = pct(-30), ["rd_expenditure:changfeng-nev:2027"] = pct(-40) },
}
