#!/usr/bin/env Rscript
# SPDX-License-Identifier: Apache-2.0
# W1 to W5 on R: data.table with keys where there are tables, base R for the ensemble. fread, and saveRDS uncompressed, synced.
# usage: Rscript peer.R JOB SIZE DATA WORK RUNS THREADS
arg <- commandArgs(TRUE)
job <- arg[1]; size <- arg[2]; data <- arg[3]; work <- arg[4]; runs <- as.integer(arg[5]); threads <- as.integer(arg[6])
if (job != "W5") { suppressMessages(library(data.table)); setDTthreads(threads) }
store <- sprintf("%s/r-%s.rds", work, size)
csv <- function(what) sprintf("%s/%s-%s.csv", data, what, size)

peak <- function() as.numeric(gsub("\\D", "", grep("VmHWM", readLines("/proc/self/status"), value = TRUE))) / 1024
race <- function(who, threads, run, finish = NULL) {
  ms <- numeric(0); bytes <- 0
  for (i in (if (runs > 1) 0 else 1):runs) {
    start <- Sys.time()
    answer <- run()
    if (i > 0) ms <- c(ms, as.numeric(difftime(Sys.time(), start, units = "secs")) * 1000)
    if (!is.null(finish)) { answer <- finish(); bytes <- file.size(store) }
  }
  cat(sprintf('{"job":"%s","who":"%s","threads":%d,"size":%s,"runs":%d,"median_ms":%.4f,"min_ms":%.4f,"max_ms":%.4f,"rss_mb":%.1f,"bytes":%.0f,"check":"%s"}\n',
    job, who, threads, size, length(ms), median(ms), min(ms), max(ms), peak(), bytes, answer))
}

read <- function(what) fread(csv(what), colClasses = list(factor = c("entity", "indicator"), integer = "period", double = "value"))
load <- function() {
  saveRDS(read("panel"), store, compress = FALSE)
  system2("sync", c("-d", store))
}
stored <- function() {
  if (!file.exists(store)) load()
  obs <- readRDS(store)
  setDT(obs)
  setkey(obs, indicator, entity)
}
values <- function() {
  obs <- readRDS(store)
  sprintf("values=%d sum=%.6e", sum(!is.na(obs$value)), sum(obs$value, na.rm = TRUE))
}

scan <- function(obs) {
  one <- obs[.("revenue"), on = "indicator"][!is.na(value)]
  years <- one[, .(sum = sum(value), mean = mean(value), median = median(value)), by = period]
  both <- merge(one[period == 2023L, .(entity, a = value)], one[period == 2024L, .(entity, b = value)], by = "entity")
  growth <- both$b / both$a - 1
  top <- sum(-sort(-growth, partial = 1:20)[1:20])
  sprintf("sum=%.6e medsum=%.6e top20=%.6f", sum(years$sum), sum(years$median), top)
}

lookups <- function(obs) {
  pairs <- matrix(readBin(sprintf("%s/lookups-%s.bin", data, size), "integer", 2e6), nrow = 2)
  names <- fread(sprintf("%s/pack-%s/data/indicators.csv", data, size))$id
  ids <- sprintf("E%07d", pairs[1, ] + 1L)
  data.table(indicator = factor(names[pairs[2, ] + 1L], levels(obs$indicator)), entity = factor(ids, levels(obs$entity)))
}
look_up <- function(obs, asked) {
  found <- obs[asked, on = .(indicator, entity), allow.cartesian = TRUE]$value
  sprintf("n=%d sum=%.9e", sum(!is.na(found)), sum(found, na.rm = TRUE))
}

least <- c(30, 25, 12, 38, 4, 8, 22, 28); waived <- c(90, 80, 95, 85)
judge <- function(wide) {
  two <- integer(nrow(wide)); fails <- integer(8)
  for (r in 1:8) {
    figure <- wide[[paste0("figure_", r)]]; waiver <- wide[[paste0("waiver_", (r - 1) %% 4 + 1)]]
    failed <- !is.na(figure) & figure < least[r] & (is.na(waiver) | waiver < waived[(r - 1) %% 4 + 1])
    fails[r] <- sum(failed); two <- two + failed
  }
  sprintf("fails=%s ge2=%d idsum=%.0f", paste(fails, collapse = ","), sum(two >= 2), sum(wide$number[two >= 2]))
}

# Whole matrices of members by paths; a step of a year is two of them.
ensemble <- function(start, paths = 10000) {
  revenue <- matrix(start$revenue, 100, paths); investment <- matrix(start$investment, 100, paths)
  for (year in 1:6) {
    growth <- rnorm(100 * paths, 0.06, 0.02)
    revenue <- revenue * (1 + 0.5 * growth + rnorm(100 * paths, 0, 0.03))
    investment <- investment * (1 + growth)
    counts <- colSums(revenue >= 100)
    summary <- c(mean(counts), quantile(counts, c(0.05, 0.5, 0.95), names = FALSE))
  }
  sprintf("mean6=%.2f p5=%.0f p50=%.0f p95=%.0f psum=%.2f", summary[1], summary[2], summary[3], summary[4], sum(rowMeans(revenue >= 100)))
}

if (job == "W1") {
  race("R data.table", threads, load, values)
} else if (job == "W2") {
  obs <- stored(); race("R data.table", threads, function() scan(obs))
} else if (job == "W3") {
  obs <- stored(); asked <- lookups(obs); race("R data.table batch join", threads, function() look_up(obs, asked))
} else if (job == "W4") {
  wide <- dcast(read("criteria"), entity ~ indicator, value.var = "value")
  wide[, number := as.numeric(substr(as.character(entity), 2, 8))]
  race("R wide", 1L, function() judge(wide))
} else if (job == "W5") {
  long <- read.csv(csv("ensemble"))
  start <- lapply(split(long$value, long$indicator), as.numeric)
  for (kind in c("Inversion", "Kinderman-Ramage")) { # what R does unless told, and its fastest
    RNGkind(normal.kind = kind)
    set.seed(1)
    race(if (kind == "Inversion") "R" else paste("R", kind), 1L, function() ensemble(start))
  }
}
