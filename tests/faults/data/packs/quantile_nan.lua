derive "rd_intensity" { value = function(c) return quantile(c.rd_intensity, 0 / 0) end }
