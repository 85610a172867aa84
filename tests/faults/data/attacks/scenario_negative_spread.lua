return scenario "x" { set = { investment_growth = normal(pct(4), pct(-2)) } }
