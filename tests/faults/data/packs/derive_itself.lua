derive "rd_expenditure" { value = function(c) return c.rd_expenditure + yi(1) end }
