local s = utf8.char(0x7FFFFFFF)
for _, c in utf8.codes(s) do print(c) end
error(s)
