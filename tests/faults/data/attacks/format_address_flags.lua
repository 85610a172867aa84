string.format("%-20p", print)
