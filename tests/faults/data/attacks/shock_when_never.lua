return scenario "x" { shock("revenue", "all", pct(-5), "9999..0001") }
