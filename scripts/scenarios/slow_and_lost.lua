-- SPDX-License-Identifier: Apache-2.0
-- Two of the others at once: investment slows, and a leader goes.
return scenario "Slow investment and a lost leader" {
  base = { "slow_investment", "lost_leader" },
}
