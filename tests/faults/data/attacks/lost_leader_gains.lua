return scenario "x" { lost_leader("changfeng-nev", "2027", { revenue = pct(1e300) }) }
