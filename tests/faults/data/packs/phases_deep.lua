derive "rd_expenditure" { value = function(c)
  local x = c.revenue
  for i = 1, 1e6 do x = total(x) end
  return x
end }
