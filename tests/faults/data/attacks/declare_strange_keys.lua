criterion "x" { [{}] = 1, [1.5] = 2, [true] = 3 }
