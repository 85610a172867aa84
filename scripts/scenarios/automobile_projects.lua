-- SPDX-License-Identifier: Apache-2.0
-- What if every cluster of the automobile industry gains a project of 3 亿元 in 2027?
return scenario "A project for every automobile cluster" {
  new_firm("industry:汽车产业", "2027", { revenue = yi(3) }),
}
