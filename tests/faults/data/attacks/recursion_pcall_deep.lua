local function f(n) local ok = pcall(f, n + 1); while true do f(n) end end
f(0)
