-- SPDX-License-Identifier: Apache-2.0
-- What if revenue stands still for two years in one city?
return scenario "芜湖 stands still" {
  halt("revenue", "city:芜湖市", "2027..2028"),
}
