-- SPDX-License-Identifier: Apache-2.0
-- What if investment grows 4 % instead of 6 %, with more doubt, and recovers in 2028?
return scenario "Investment slows to 4 %" {
  base = "growth",
  set = { investment_growth = normal(pct(4), pct(2)) },
  from = { ["2028"] = { investment_growth = pct(6) } },
  ask = { "targets", "at_risk" },
}
