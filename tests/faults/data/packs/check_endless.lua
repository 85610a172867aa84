check "c" { severity = "note", title = { zh = "x", en = "x" }, holds = function(c) while true do end end }
