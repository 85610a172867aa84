_G.print = nil
