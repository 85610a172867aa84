-- SPDX-License-Identifier: Apache-2.0
-- What if we hardly know how much revenue follows investment: nine times in ten between a fifth and four fifths of it?
return scenario "Elasticity in doubt" {
  set = { elasticity = between(pct(20), pct(80)) },
  ask = { "targets" },
}
