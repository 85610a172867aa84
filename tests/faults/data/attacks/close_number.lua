do local x <close> = 1 end
