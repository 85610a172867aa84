-- SPDX-License-Identifier: Apache-2.0
-- What if the leading enterprise of one cluster moves away in 2027?
return scenario "长丰 loses its leader" {
  lost_leader("changfeng-nev", "2027", { revenue = pct(-30), rd_expenditure = pct(-40), leading_enterprises = -1 }),
}
