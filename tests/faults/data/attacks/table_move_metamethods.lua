local t = {}
while true do table.move(t, 1, 100000000, 1, {}) end
