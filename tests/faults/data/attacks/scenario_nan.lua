return scenario "x" { set = { investment_growth = pct(0 / 0) } }
