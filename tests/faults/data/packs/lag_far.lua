derive "rd_expenditure" { value = function(c) return lag(c.rd_expenditure, math.maxinteger) end }
