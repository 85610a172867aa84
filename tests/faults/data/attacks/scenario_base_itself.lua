return scenario "x" { base = "scenario_base_itself" }
