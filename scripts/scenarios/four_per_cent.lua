-- SPDX-License-Identifier: Apache-2.0
-- What if investment grows 4 % a year instead of the 6 % that the plan wants?
return scenario "Investment grows 4 %" {
  set = { investment_growth = pct(4) },
}
