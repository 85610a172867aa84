local t = {}
while true do local ok, e = pcall(error, t); t = { e, t } end
