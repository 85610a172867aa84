-- SPDX-License-Identifier: Apache-2.0
-- What if growth of its own and the pull of investment are good or bad together?
return scenario "What pulls revenue goes together" {
  correlate("drift", "elasticity", 0.8),
  ask = { "targets" },
}
