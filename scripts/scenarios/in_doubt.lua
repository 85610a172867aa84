-- SPDX-License-Identifier: Apache-2.0
-- What if we know less than we assume, and what pulls revenue goes together?
return scenario "More doubt, and it goes together" {
  set = { drift = between(pct(2), pct(8)), elasticity = triangular(pct(20), pct(50), pct(80)) },
  correlate("drift", "elasticity", 0.6),
  ask = { "targets" },
}
