-- SPDX-License-Identifier: Apache-2.0
-- Reads a pack with declarations that only note themselves: kind, id, clause, quote and values (with the days they hold from), one
-- declaration a line.

local folder = arg[1]
package.path = folder .. "/?.lua"

local function values(body)
  local list = { body.value }
  for day, value in pairs(body.values or {}) do
    list[#list + 1] = day .. "=" .. value
  end
  table.sort(list, function(x, y) return tostring(x) < tostring(y) end)
  return table.concat(list, " ")
end

for _, kind in ipairs { "parameter", "option", "criterion", "target", "measure" } do
  _G[kind] = function(id)
    return function(body)
      print(table.concat({ kind, id, body.clause or "", body.quote or "", kind == "parameter" and values(body) or "" }, "\t"))
    end
  end
end
function _G.rollup()
  return function() end
end
local function nothing()
  return nothing
end
for _, name in ipairs { "assumption", "derive", "check", "model", "recognition", "ranking", "rounds", "normal", "how_many", "lognormal", "uniform", "triangular", "pct", "score", "yi", "wan" } do
  _G[name] = nothing
end
require "pack"
