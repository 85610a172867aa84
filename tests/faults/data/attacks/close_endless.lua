local t <close> = nil
local function f() local x <close> = f error("again") end
while true do pcall(f) end
