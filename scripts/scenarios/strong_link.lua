-- SPDX-License-Identifier: Apache-2.0
-- What if investment moves revenue more than we assume?
return scenario "Investment pulls harder" {
  set = { elasticity = triangular(pct(60), pct(80), pct(100)) },
  ask = { "targets" },
}
