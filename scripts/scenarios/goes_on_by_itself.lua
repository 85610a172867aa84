-- SPDX-License-Identifier: Apache-2.0
-- What if every cluster's revenue just goes on as its own years suggest? No model: the theta method, cluster by cluster.
return scenario "Revenue goes on by itself" {
  forecast("revenue", "all", "theta", "2026"),
}
