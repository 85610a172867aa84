-- SPDX-License-Identifier: Apache-2.0
-- verbs.lua - what a scenario can say, each verb a line in its table. A verb gives a change, or a list of them, made by
-- the engine's move { … }. In all of them
--   what  an indicator, by id or title
--   who   one cluster by name, a group as "KIND:NAME" ("industry:汽车产业"), or "all"
--   when  a bare date, from then on, or a bounded range: "2027", "2027..2029"

local verbs = {}

-- Growth: where the central path goes. Every path is multiplied alike, so its luck stays its own.

--- Extra growth each period on top of the model's: pct(2) makes 8 % into 1.08 * 1.02 - 1 = 10.16 %.
---@param what string
---@param who string
---@param rate number pct(2)
---@param when string
---@return change
function verbs.extra_growth(what, who, rate, when)
  return move { "scale", verb = "extra_growth", what = what, who = who, size = rate, when = when, yearly = true }
end

--- Growth at one rate, whatever the model says of it.
---@param what string
---@param who string
---@param rate number pct(12)
---@param when string
---@return change
function verbs.grow(what, who, rate, when)
  return move { "pace", verb = "grow", what = what, who = who, size = rate, when = when }
end

--- No growth at all.
---@param what string
---@param who string
---@param when string
---@return change
function verbs.halt(what, who, when)
  return move { "pace", verb = "halt", what = what, who = who, size = 0, when = when }
end

--- Growth as it was: each at its own compound rate over the observed years.
---@param what string
---@param who string
---@param when string
---@return change
function verbs.business_as_usual(what, who, when)
  return move { "usual", verb = "business_as_usual", what = what, who = who, when = when }
end

--- Growth as the fastest of the same industry (or another kind) had it over the observed years.
---@param what string
---@param who string
---@param peers string a kind of entity: "industry"
---@param when string
---@return change
function verbs.best_peer(what, who, peers, when)
  return move { "peer", verb = "best_peer", what = what, who = who, peers = peers, when = when }
end

--- Where a method of forecasting sees each one by its own observed values, whatever the model says: "naive", "seasonal_naive",
--- "drift", "ses", "holt", "damped" or "theta". Too short a series is refused, and stays with the model.
---@param what string
---@param who string
---@param method string "theta"
---@param when string
---@return change
function verbs.forecast(what, who, method, when)
  return move { "forecast", verb = "forecast", what = what, who = who, method = method, when = when }
end

--- A path to a value by a period, by even extra growth. Whoever gets there anyway is left alone.
---@param what string
---@param who string
---@param value number yi(100)
---@param when string by when: "2030"; "2028..2030" begins in 2028
---@return change
function verbs.reach(what, who, value, when)
  return move { "reach", verb = "reach", what = what, who = who, size = value, when = when }
end

--- Back to where it would have been without shocks, by the end of a range.
---@param what string
---@param who string
---@param when string "2028..2030"
---@return change
function verbs.recover(what, who, when)
  return move { "return", verb = "recover", what = what, who = who, when = when }
end

-- Events: what strikes once and stays.

--- A fall or rise by a share, once; of a range in each of its periods.
---@param what string
---@param who string
---@param size number pct(-20)
---@param when string
---@return change
function verbs.shock(what, who, size, when)
  return move { "scale", verb = "shock", what = what, who = who, size = size, when = when }
end

--- One event for several indicators: a share multiplies, an amount or a count is added.
local function event(verb, sign, who, when, sizes)
  local list = {}
  for what, size in pairs(type(sizes) == "table" and sizes or {}) do
    list[#list + 1] = move { "event", verb = verb, what = what, who = who, size = size, when = when, sign = sign }
  end
  if #list == 0 then
    error(sign < 0 and "lost_leader: what goes, and how much? write { revenue = pct(-30) } last"
      or "new_firm: what comes, and how much? write { revenue = pct(30) } last", 0)
  end
  return list
end

--- The leading enterprise goes, and with it what it made.
---@param who string
---@param when string
---@param losses table { revenue = pct(-30), leading_enterprises = -1 }
---@return change[]
function verbs.lost_leader(who, when, losses)
  return event("lost_leader", -1, who, when, losses)
end

--- A new firm comes, and stays.
---@param who string
---@param when string
---@param gains table { revenue = yi(5), quality_enterprises = 1 }
---@return change[]
function verbs.new_firm(who, when, gains)
  return event("new_firm", 1, who, when, gains)
end

--- One of the measures that the pack declares, taken for these from then on. What it moves are assumptions of the pack's
--- author, each open to `set`: "measure.5.tech_upgrade_investment".
---@param name integer|string
---@param who string
---@param when string
---@return change[]
function verbs.measure(name, who, when)
  local list = {}
  for _, effect in ipairs(effects_of(name)) do
    list[#list + 1] = move { effect.kind, verb = "measure", what = effect.what, who = who, size = effect.size, when = when,
      yearly = effect.kind == "scale" }
  end
  return list
end

return verbs
