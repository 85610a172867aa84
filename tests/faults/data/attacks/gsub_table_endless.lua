while true do ("x"):rep(1e6):gsub(".", { x = "y" }) end
