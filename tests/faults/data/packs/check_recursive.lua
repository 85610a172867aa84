local function f(c) return f(c) and f(c) end
check "c" { severity = "note", title = { zh = "x", en = "x" }, holds = f }
