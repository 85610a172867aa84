for k in print do end
while true do for _ in function() return 1 end do end end
