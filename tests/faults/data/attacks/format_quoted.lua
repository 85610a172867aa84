local s = string.rep("\0", 30000000)
local t = {}
while true do t[#t + 1] = string.format("%q", s) end
