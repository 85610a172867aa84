-- SPDX-License-Identifier: Apache-2.0
-- Reads *_test.lua files and writes their tests as one JSON list. Figures are put into the indicators' own units.

local tests, file = {}, nil

function test(name)
  return function(body)
    body.name, body.file = name, file
    tests[#tests + 1] = body
  end
end

--- `times` of the first, then the others: many(59, a, b) is 59 a and one b.
function many(times, first, ...)
  local list = {}
  for i = 1, times do
    list[i] = first
  end
  for _, other in ipairs { ... } do
    list[#list + 1] = other
  end
  return list
end

local function itself(x)
  return x
end
yi, pct, score = itself, itself, itself
function wan(x)
  return x / 10000
end

local function json(value)
  if type(value) == "number" then
    return string.format("%.17g", value)
  elseif type(value) == "string" then
    return '"' .. value:gsub('[%c"\\]', function(c) return string.format("\\u%04x", c:byte()) end) .. '"'
  elseif type(value) == "boolean" then
    return tostring(value)
  end
  local parts = {}
  if value[1] then
    for _, item in ipairs(value) do
      parts[#parts + 1] = json(item)
    end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for key, item in pairs(value) do
    parts[#parts + 1] = json(key) .. ":" .. json(item)
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

for _, path in ipairs(arg) do
  file = path:match "[^/]+$"
  dofile(path)
end
print(json(tests))
