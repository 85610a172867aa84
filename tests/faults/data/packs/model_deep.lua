model "m" { step = function(c, a, p)
  local t = {}
  for i = 1, 1e7 do t["revenue" .. i] = c.revenue * i end
  return t
end }
