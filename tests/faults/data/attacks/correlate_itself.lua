return scenario "x" { correlate("drift", "drift", 1) }
