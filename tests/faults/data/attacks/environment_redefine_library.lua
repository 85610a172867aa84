string.format = nil
while true do local x = string.format("%d", 1) end
