-- SPDX-License-Identifier: Apache-2.0
-- What if the clusters of one city grow like the best of their industries did, and one of them stands still?
return scenario "阜阳 learns from the best" {
  best_peer("revenue", "city:阜阳市", "industry", "2026..2028"),
  halt("revenue", "linquan-coalchem", "2026"),
}
