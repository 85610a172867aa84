-- SPDX-License-Identifier: Apache-2.0
-- testing.lua - functions that every *_test.lua finds without require.

local testing = {}

--- `times` of the first, then the others: many(59, a, b) is 59 a and one b.
---@param times integer
---@param first table figures of one entity
---@param ... table figures of further ones
---@return table
function testing.many(times, first, ...)
  local list, others = {}, { ... }
  local fits = type(times) == "number" and times == floor(times) and type(first) == "table"
  for i = 1, select("#", ...) do
    fits = fits and type(others[i]) == "table"
  end
  if not fits then
    error("many(times, first, ...): times is a whole number, and the others are tables without a gap", 0)
  end
  for i = 1, times do
    list[i] = first
  end
  for _, other in ipairs(others) do
    list[#list + 1] = other
  end
  return list
end

--- Expects a number to be at most `within` away: near(yi(108), yi(0.5)).
---@param value number
---@param within number
---@return table
function testing.near(value, within)
  if value == nil or within == nil then
    error("near(value, within): give a number, and how far off it may be", 0)
  end
  return { value = value, within = within }
end

return testing
