xpcall(error, error)
error("x")
