local kept = {}
while true do kept[#kept + 1] = ("x"):rep(1e5):gmatch("(x)(x)(x)(x)") kept[#kept]() end
