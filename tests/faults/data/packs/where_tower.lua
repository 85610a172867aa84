derive "rd_expenditure" { value = function(c)
  local x = c.revenue
  for i = 1, 1e5 do x = where(x > yi(i), x, x) * 2 end
  return x
end }
