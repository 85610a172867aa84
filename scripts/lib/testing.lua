-- SPDX-License-Identifier: Apache-2.0
-- testing.lua - functions that every *_test.lua finds without require.

local testing = {}

--- `times` of the first, then the others: many(59, a, b) is 59 a and one b.
---@param times integer
---@param first table figures of one entity
---@param ... table figures of further ones
---@return table
function testing.many(times, first, ...)
  local list = {}
  for i = 1, times do
    list[i] = first
  end
  for _, other in ipairs { ... } do
    list[#list + 1] = other
  end
  return list
end

--- Expects a number to be at most `within` away: near(yi(108), yi(0.5)).
---@param value number
---@param within number
---@return table
function testing.near(value, within)
  return { value = value, within = within }
end

return testing
