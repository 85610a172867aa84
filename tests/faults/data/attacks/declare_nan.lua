return scenario "x" { set = { investment_growth = 0/0 } }
