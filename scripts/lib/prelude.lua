-- SPDX-License-Identifier: Apache-2.0
-- prelude.lua - functions that every script finds without require. They build on the engine's own (where, lag, …) and
-- work alike on the values of a rule and on plain numbers.

local prelude = {}

--- The arguments, or the one list that stands for them, and how many: a nil at the end is one, and was meant to be a mask.
local function listed(...)
  local count, first = select("#", ...), ...
  if count ~= 1 or type(first) ~= "table" then
    return { ... }, count
  end
  local held = type(first.n) == "number" and -1 or 0 -- of table.pack
  for _ in pairs(first) do
    held = held + 1
  end
  if held > #first then
    error("all, any, how_many: the list has a name or a gap: write { c.x >= y, … }", 0)
  end
  return first, #first
end

--- Of no mask nothing is true or false, and no rule can go by it.
local function given(word, ...)
  local masks, count = listed(...)
  if count == 0 then
    error(word .. ": no condition is given: write " .. word .. "(c.x >= y, …)", 0)
  end
  for i = 1, count do
    if type(masks[i]) == "nil" then
      error("all, any, how_many: a condition is nil, a value that is not there: is a name misspelt?", 0)
    end
  end
  return masks, count
end

--- To the nearest 10^-12: what was computed in another order, or from decimals, is not above or below a line for that.
local function settled(x)
  return floor(x * 1e12 + 0.5) / 1e12
end

--- Years back are counted: a part of one, none, or a value of a rule would give another rate under the same name.
local function counted(years)
  if type(years) ~= "number" or years < 1 or years ~= floor(years) then
    error("cagr, mean_growth, growth_since: the years are a whole number from 1 on, written as it is: 3", 0)
  end
  return years
end

--- A year that no period is of would leave every value missing, and nobody told.
local function base_year(base)
  if type(base) == "string" or type(base) == "nil" or (type(base) == "number" and base ~= floor(base)) then
    error("growth_since: the base is a whole year, as in 2024", 0)
  end
  return base
end

--- The value of the same period so many years ago, however many periods a year has here.
local function years_ago(x, years)
  return lag(x, years * __periods_a_year()) -- luacheck: read globals __periods_a_year
end

--- What a rate of growth is of: from nothing, or from a loss, there is none, and what is divided by zero is missing.
local function grown_from(base)
  return max(base, 0)
end

--- Yearly growth that leads from the value `years` ago to this one: 0.06 is 6 % a year. Missing from zero or less.
---@param x number a value of a rule
---@param years integer
---@return number
function prelude.cagr(x, years)
  return settled((x / grown_from(years_ago(x, counted(years)))) ^ (1 / years) - 1)
end

--- Mean of the last `years` yearly growth rates. Missing where one of them is from zero or less.
---@param x number a value of a rule
---@param years integer
---@return number
function prelude.mean_growth(x, years)
  local sum = x / grown_from(years_ago(x, 1)) - 1
  for i = 1, counted(years) - 1 do
    sum = sum + (years_ago(x, i) / grown_from(years_ago(x, i + 1)) - 1)
  end
  return settled(sum / years)
end

--- Average yearly growth since `base`, one of the last `most` years: compound, or where `by_mean` is true the mean of
--- the yearly rates. Missing up to `base` itself, and from zero or less.
---@param x number a value of a rule
---@param year number p.year
---@param base integer
---@param most integer
---@param by_mean boolean a mask, or true or false
---@return number
function prelude.growth_since(x, year, base, most, by_mean)
  local first = year == base_year(base) + 1
  local years = only(first, 1)
  for n = 2, counted(most) do
    years = where(year == base + n, n, years)
  end
  local function compound()
    local before = only(first, years_ago(x, 1))
    for n = 2, most do
      before = where(year == base + n, years_ago(x, n), before)
    end
    return (x / grown_from(before)) ^ (1 / years) - 1
  end
  local function rate(back)
    return years_ago(x, back) / grown_from(years_ago(x, back + 1)) - 1
  end
  local function mean()
    local rates = only(year > base, x / grown_from(years_ago(x, 1)) - 1)
    for n = 2, most do
      rates = where(year >= base + n, rates + rate(n - 1), rates)
    end
    return rates / years
  end
  if type(by_mean) ~= "boolean" then
    return settled(where(by_mean, mean(), compound()))
  elseif by_mean then
    return settled(mean())
  end
  return settled(compound())
end

--- A normal distribution given by its interval: one in twenty lies below `low` (p5), one in twenty above `high` (p95).
---@param low number
---@param high number
---@return distribution
function prelude.between(low, high)
  if type(low) ~= type(high) and low ~= 0 and high ~= 0 then
    error("between(low, high): one has a unit and the other none: write both alike, as in between(pct(2), pct(6))", 0)
  end
  if high < low then
    error("between(low, high): the first number, p5, is the lower one", 0)
  end
  return normal((low + high) / 2, (high - low) / (2 * 1.6448536269514722))
end

--- True where the mask is known to be true; false where it is false or unknown.
---@param mask boolean
---@return boolean
function prelude.shown(mask)
  return present(mask) and mask
end

--- True where any of the masks is true; unknown where none is and one is unknown.
---@param ... boolean masks, or one list of them
---@return boolean
function prelude.any(...)
  local masks, count = given("any", ...)
  local found = masks[1]
  for i = 2, count do
    found = found or masks[i]
  end
  return found
end

--- True where all masks are true; unknown where none is false and one is unknown.
---@param ... boolean masks, or one list of them
---@return boolean
function prelude.all(...)
  local masks, count = given("all", ...)
  local found = masks[1]
  for i = 2, count do
    found = found and masks[i]
  end
  return found
end

--- How many of the masks are true; missing where one is unknown.
---@param ... boolean masks, or one list of them
---@return number
function prelude.how_many(...)
  local masks, count = given("how_many", ...)
  local sum = as_number(masks[1])
  for i = 2, count do
    sum = sum + as_number(masks[i])
  end
  return sum
end

return prelude
