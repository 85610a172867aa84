local s = string.rep("%d", 200)
while true do pcall(string.format, s, 1) end
