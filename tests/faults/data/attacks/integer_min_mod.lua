return scenario("x"){ set = { investment_growth = pct(math.mininteger // -1 // 0) } }
