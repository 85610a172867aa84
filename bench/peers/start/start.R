# SPDX-License-Identifier: Apache-2.0
file <- commandArgs(TRUE)[1]
table <- if (length(commandArgs(TRUE)) > 1) data.table::fread(file) else read.csv(file)
value <- table$value[table$indicator == "revenue" & table$period == 2025]
cat(sprintf("base=%d changed=%d\n", sum(value * (1.05 + 0.5 * 0.06)^5 >= 100), sum(value * (1.05 + 0.5 * 0.04)^5 >= 100)))
