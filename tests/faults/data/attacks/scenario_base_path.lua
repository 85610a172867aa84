return scenario "x" { base = "../../../../etc/passwd" }
