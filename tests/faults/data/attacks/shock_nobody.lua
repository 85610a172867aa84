return scenario "x" { shock("revenue", "\27[31mnobody\u{202E}", pct(-5), "2027") }
