// SPDX-License-Identifier: Apache-2.0
// W1, W2 and W4 on polars: a schema given to the reader, Parquet written and synced. It has no store of its own
// and no way to change rows in place, so there is no "one more year"; W3 would be DuckDB's join again. Reading whole and writing
// uncompressed was the fastest of eager or streamed by four codecs.
import { args, file, requirePackage, race, rules, exp, fixed, bytesOf, makeDurable, remove } from "./peer.mjs"
import { existsSync } from "node:fs"
const pl = requirePackage("nodejs-polars").default ?? requirePackage("nodejs-polars")

const store = `${args.work}/polars-${args.size}.parquet`
const schema = { entity: pl.Utf8, indicator: pl.Utf8, period: pl.Int16, value: pl.Float64 }
const read = what => pl.readCSV(file(what, ".csv"), { schema })
function load() {
  read("panel").writeParquet(store, { compression: "uncompressed" })
  makeDurable(store)
}
const { col, lit } = pl

const jobs = {
  W1: () => race("polars parquet", args.threads, { prepare: () => remove(store), run: load, finish: () => {
    const kept = pl.readParquet(store).getColumn("value").dropNulls()
    return { check: `values=${kept.length} sum=${exp(kept.sum(), 6)}`, bytes: bytesOf(store) }
  } }),
  W2: () => {
    if (!existsSync(store)) load()
    const obs = pl.readParquet(store)
    return race("polars", args.threads, { run: () => {
      const one = obs.filter(col("indicator").eq(lit("revenue")).and(col("value").isNotNull()))
      const years = one.groupBy("period").agg(col("value").sum().alias("sum"), col("value").mean().alias("mean"), col("value").median().alias("median"))
      const of = year => one.filter(col("period").eq(year)).select("entity", "value")
      const both = of(2023).join(of(2024), { on: "entity", how: "inner", suffix: "_after" })
      const growth = both.select(col("value_after").div(col("value")).sub(1).alias("g")).sort("g", true).head(20)
      return { check: `sum=${exp(years.getColumn("sum").sum(), 6)} medsum=${exp(years.getColumn("median").sum(), 6)} top20=${fixed(growth.getColumn("g").sum(), 6)}` }
    } })
  },
  W4: () => {
    const wide = read("criteria").pivot("value", { index: "entity", on: "indicator", aggregateFunc: "first" })
      .withColumn(col("entity").str.slice(1, 7).cast(pl.Int64).alias("number"))
    const fails = rules.map(([least, from], r) => col(`figure_${r + 1}`).lt(least).fillNull(lit(false))
      .and(col(`waiver_${r % 4 + 1}`).lt(from).fillNull(lit(true))).cast(pl.Int64).alias(`r${r}`))
    const added = rules.map((_, r) => col(`r${r}`)).reduce((a, b) => a.plus(b))
    return race("polars wide", args.threads, { run: () => {
      const judged = wide.lazy().select(col("number"), ...fails).collectSync()
      const many = judged.lazy().filter(added.gtEq(2)).select(col("number")).collectSync().getColumn("number")
      return { check: `fails=${rules.map((_, r) => judged.getColumn(`r${r}`).sum())} ge2=${many.length} idsum=${many.sum()}` }
    } })
  },
}
await jobs[args.job]()
