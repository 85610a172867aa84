local t = {} for i = 1, 240 do t[i] = ("%d"):rep(100) end
while true do print(unpack(t)) end
