string.format("%p", {})
