-- SPDX-License-Identifier: Apache-2.0
-- What if the clusters just below 100 亿元 grew three points faster? Which they are, the shell tells:
-- =only(c.revenue < yi(100) and c.revenue >= yi(85), c.revenue)
local below = { "yushan-magnets", "yijiang-icnev", "yijiang-powersemi", "funan-willow", "taihe-filtercloth", "quanjiao-nevparts",
  "mingguang-attapulgite" }

local faster = {}
for i, id in ipairs(below) do
  faster[i] = extra_growth("revenue", id, pct(3), "2026..2028")
end

return scenario "A push for those just below" {
  faster,
}
