-- SPDX-License-Identifier: Apache-2.0
-- What if every cluster of one industry gets to 10 bn yuan by 2030? The notes say what extra growth that takes.
return scenario "Every automobile cluster at 10 bn yuan" {
  reach("revenue", "industry:汽车产业", yi(100), "2030"),
  ask = { "targets" },
}
