-- SPDX-License-Identifier: Apache-2.0
-- What if every cluster grew like the fastest of its industry? The most that imitation could bring.
return scenario "Everyone like the best of the industry" {
  best_peer("revenue", "all", "industry", "2026"),
  ask = { "targets" },
}
