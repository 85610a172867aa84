local function f(...) return pcall(f, f, ...) end
f()
