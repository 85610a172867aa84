local s = scenario "a" { set = { investment_growth = pct(4) } }
return scenario "b" { set = { investment_growth = s } }
