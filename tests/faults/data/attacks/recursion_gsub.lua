local function f() return (string.gsub("aaaa", "a", f)) end
while true do pcall(f) end
