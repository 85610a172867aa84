-- SPDX-License-Identifier: Apache-2.0
-- What if the leader goes, and revenue is back on its old path by 2030?
return scenario "长丰 recovers" {
  base = "lost_leader",
  recover("revenue", "changfeng-nev", "2028..2030"),
}
