return scenario "x" { set = { investment_growth = normal(pct(1e308 * 10), pct(2)) } }
