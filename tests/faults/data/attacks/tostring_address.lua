error(tostring({}) .. tostring(print))
