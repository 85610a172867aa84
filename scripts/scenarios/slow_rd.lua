-- SPDX-License-Identifier: Apache-2.0
-- What if R&D no longer keeps up with revenue?
return scenario "R&D falls behind" {
  set = { rd_elasticity = normal(pct(60), pct(10)) },
}
