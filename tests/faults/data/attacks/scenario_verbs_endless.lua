local t = { set = {} }
for i = 1, 1e7 do t[i] = shock("revenue", "all", pct(-1), "2027") end
return scenario "x"(t)
