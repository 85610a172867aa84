local t = {}
for i = 1, 1000000 do t = { t } end
criterion "x" (t)
