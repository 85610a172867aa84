recognition { titles = "recognition", term = "validity_years", report_due = "03-30", course = "course",
  stages = { { "a", after = "b", zh = "a", en = "a" }, { "b", after = "a", zh = "b", en = "b" } } }
