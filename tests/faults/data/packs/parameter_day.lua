parameter "p" { unit = "%", values = { ["2024-02-31"] = 1 } }
