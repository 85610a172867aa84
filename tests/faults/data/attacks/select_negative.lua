select(-1)
