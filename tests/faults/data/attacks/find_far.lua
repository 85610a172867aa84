while true do ("x"):rep(1e6):find(("x?"):rep(500) .. ("x"):rep(500)) end
