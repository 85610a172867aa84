while true do ("%q"):format(("\0"):rep(5e7)) end
