return scenario "x" { forecast("revenue", "all", "../../bin/sh", "2027") }
