return scenario "x" { set = { investment_growth = pct(4):rep(1e9) } }
