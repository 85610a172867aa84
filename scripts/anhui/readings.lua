-- SPDX-License-Identifier: Apache-2.0
-- What several rules read in one way: each follows the options in force.

local readings = {}

--- 达 is at least, 超 is above, unless tier.strict reads both as at least.
function readings.above(c, p, size)
  return c.revenue > size or (p["tier.strict"] == "at_least" and c.revenue >= size)
end

--- 优质企业: an enterprise with several titles counts once, unless firms.union adds them up.
function readings.quality_firms(c, p)
  local titles = c.hte_count + c.srdi_sme_count + c.little_giant_count + c.single_champion_count
  return where(p["firms.union"] == "union", c.quality_enterprises, titles)
end

--- 年均增长 of a series since the base year, up to 2034.
function readings.pace(x, p)
  local function since(base)
    return growth_since(x, p.year, base, 10, p["growth.avg"] == "mean")
  end
  return where(p["growth.base"] == "2024", since(2024), since(2025))
end

return readings
