while true do effects_of(5) end
