local t = {}
while true do t[#t + 1] = utf8.char(0x7FFFFFFF, 0x10FFFF, 0x7FFFFFFF) end
