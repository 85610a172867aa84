local s = {}
for i = 1, 1e6 do s[i] = { "s" .. i, after = "start", by = "x", clause = "x", zh = "x", en = "x" } end
recognition { titles = "recognition", term = "validity_years", report_due = "03-30", course = "course", stages = s }
