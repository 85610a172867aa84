return scenario "x" { measure(1 << 62, "all", "2027") }
