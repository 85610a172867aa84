local s = string.rep("a", 40)
string.find(s .. "b", string.rep("a-", 40) .. "$")
string.match(string.rep("a", 30000), string.rep(".-", 40) .. "b")
