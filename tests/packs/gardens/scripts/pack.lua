-- SPDX-License-Identifier: Apache-2.0
-- An invented programme that has one of everything a pack can have, and little of each: for tests that repeat a command
-- thousands of times.
require "rules"

parameter "growth" { title = "Growth a year", unit = "%", values = { ["2020-01-01"] = 4, ["2025-01-01"] = 5 } }
parameter "goal" { title = "Harvest of all by 2028", unit = "kt", value = 500 }
assumption "weather" { title = "Weather", unit = "%", usual = normal(pct(0), pct(3)), by = "valley", source = "invented" }
model "trade" {
  title = "Gardens grow",
  step = function(c, a, p)
    local growth = 1 + p.growth + a.weather
    return { harvest = c.harvest * growth, fine = c.fine * growth }
  end,
}
target "total_harvest" {
  title = "Harvest of all", clause = "1", quote = "five hundred kilotons by 2028",
  value = function(c) return total(c.harvest) end,
  goals = { ["2028"] = function(v, p) return v >= p.goal end },
  published = { { "2024", kt(390), of = "both valleys", source = "invented" } },
}
target "large_gardens" {
  title = "Large gardens", value = function(c) return count(c.harvest >= kt(110)) end,
  goals = { ["2028"] = function(v) return v >= 3 end },
}
measure "water" { title = "Water", source = "invented", moves = { harvest = pct(2), fine = pct(1) } }

parameter "term" { title = "Years of a title", unit = "count", value = 3 }
parameter "notice" { title = "Days of notice", unit = "count", value = 5 }
parameter "danger" { title = "Danger from", unit = "%", value = 30 }
recognition {
  titles = "titles", waivers = "waivers", term = "term", report_due = "03-30", course = "course",
  stages = {
    { "asked", en = "asked", after = { "start", "lapsed" }, by = "garden" },
    { "notice", en = "notice", after = "asked", lasts = "notice" },
    { "granted", en = "granted", after = "notice", waits = true, grants = true },
    { "reported", en = "report", after = { "granted", "expired" }, stays = true, reports = true },
    { "expired", en = "expired", expires = true },
    { "lapsed", en = "lapsed", after = "expired", ends = true },
  },
  readings = { first_day_counts = "first_day=counts" },
  risk = { { "danger", en = "danger", at_least = "danger" } },
}

parameter "weight_size" { title = "Weight of size", unit = "%", value = 60 }
parameter "weight_care" { title = "Weight of care", unit = "%", value = 40 }
parameter "least" { title = "Weight that must be known", unit = "%", value = 50 }
parameter "spread" { title = "Spread of weights", unit = "%", value = 20 }
parameter "fine_from" { title = "Fine from", unit = "points", value = 50 }
parameter "places" { title = "Places a year", unit = "count", value = 2 }
parameter "tolerance" { title = "Tolerance", unit = "%", value = 50 }
ranking "merit" {
  title = "Merit", source = "invented", least = "least", spread = "spread",
  themes = { { "size", weight = "weight_size", en = "Size" }, { "care", weight = "weight_care", en = "Care" } },
  items = {
    { "harvest", theme = "size", en = "Harvest", value = function(c) return c.harvest end },
    { "fineness", theme = "care", en = "Fineness", value = function(c) return c.fineness end },
  },
  bands = { { "fine", at_least = "fine_from", en = "fine" } },
}
rounds {
  by = "merit", places = "places", tolerance = "tolerance", unit = "town", industry = "valley", size = "harvest",
  needs = function(c) return c.harvest >= kt(10) end,
}
