measure "99" { source = "x", moves = { revenue = pct(1e308 * 10) } }
