-- SPDX-License-Identifier: Apache-2.0
-- What if the line stood at 80 亿元: for recognition, and for the targets that count clusters?
return scenario "The line at 80 亿元" {
  set = { entry_revenue = yi(80), tier_100 = yi(80) },
}
