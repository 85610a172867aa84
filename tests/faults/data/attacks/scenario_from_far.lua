local t = {}
for y = 0, 1e7 do t[tostring(y)] = { investment_growth = pct(4) } end
return scenario "x" { from = t }
