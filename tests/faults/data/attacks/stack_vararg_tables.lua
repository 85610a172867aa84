local function f(...) local t = { ... }; t[#t + 1] = t; return f(unpack(t)) end
while true do pcall(f) end
