require(42)
