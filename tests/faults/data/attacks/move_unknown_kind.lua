return scenario "x" { move { "\27]0;title\7", verb = "x", what = "revenue", who = "all", size = pct(1), when = "2027" } }
