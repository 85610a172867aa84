-- SPDX-License-Identifier: Apache-2.0
-- What if an enterprise with several titles counts once for each of them? The text leaves it open; we count it once.
return scenario "Titles counted one by one" {
  set = { ["firms.union"] = "sum" },
}
