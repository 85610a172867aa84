return scenario "x" { correlate("drift", "elasticity", 1.5) }
