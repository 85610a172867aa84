-- SPDX-License-Identifier: Apache-2.0
-- What if all of the province loses a tenth in 2027, and is back on its path by 2030?
return scenario "A downturn and a recovery" {
  shock("revenue", "all", pct(-10), "2027"),
  recover("revenue", "all", "2028..2030"),
}
