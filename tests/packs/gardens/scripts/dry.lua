-- SPDX-License-Identifier: Apache-2.0
return scenario "A dry year" {
  set = { growth = normal(pct(2), pct(1)) },
  from = { ["2027"] = { growth = pct(4) } },
  shock("harvest", "valley:lower", pct(-20), "2027"),
  measure("water", "all", "2026"),
}
