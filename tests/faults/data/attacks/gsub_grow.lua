local s = "a"
while true do s = string.gsub(s, "a", "aaaaaaaaaa") end
