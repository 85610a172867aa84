return scenario "x" { set = { investment_growth = math.huge } }
