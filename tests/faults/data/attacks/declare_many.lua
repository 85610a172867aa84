for i = 1, 10000000 do parameter("p" .. i) { title = { en = "p" }, value = i } end
