local function f(e) error(tostring(e) .. tostring(e), 0) end
local e = "x"
while true do local _ _, e = pcall(f, e) end
