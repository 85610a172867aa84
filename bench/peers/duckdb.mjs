// SPDX-License-Identifier: Apache-2.0
// W1 to W4 on DuckDB. preserve_insertion_order=false is what its guide advises for bulk loads (half the time, two thirds of
// the file); columns are named to the CSV reader, so that it need not guess; CHECKPOINT makes it durable. It keeps the long
// table with its names, compressed by its own dictionaries. Indexes (ART) would slow the import many times over: none.
import { args, file, requirePackage, race, rules, exp, fixed, bytesOf, remove } from "./peer.mjs"
import { existsSync, readFileSync } from "node:fs"
const { DuckDBInstance } = requirePackage("@duckdb/node-api")

const who = `duckdb ${args.threads}thr`
let instance, base
async function open(path) {
  instance = await DuckDBInstance.create(path, { threads: String(args.threads) })
  base = await instance.connect()
  await base.run("set preserve_insertion_order=false")
}
function close() {
  base.closeSync()
  instance.closeSync()
}
const rows = async sql => (await base.runAndReadAll(sql)).getRows()
const csv = what => `read_csv('${file(what, ".csv")}', header=true, auto_detect=false, delim=',', quote='"',
  columns={'entity':'VARCHAR','indicator':'VARCHAR','period':'SMALLINT','value':'DOUBLE'})`

const store = `${args.work}/duckdb-${args.threads}-${args.size}.db`, more = `${args.work}/duckdb-${args.threads}-${args.size}-more.db`
async function anew(path) {
  remove(path, path + ".wal")
  await open(path)
}
async function load() {
  await base.run(`create table obs as select * from ${csv("panel")}`)
  await base.run("checkpoint")
}
async function loadYear() {
  await base.run(`insert into obs select * from ${csv("year")}`)
  await base.run("checkpoint")
}
async function openPanel() {
  const there = existsSync(store)
  await open(store)
  if (!there) await load()
}
async function values(path) {
  const [[n, sum]] = await rows("select count(value), sum(value) from obs")
  close()
  return { check: `values=${n} sum=${exp(sum, 6)}`, bytes: bytesOf(path, path + ".wal") }
}

const update = `update obs set value = c.value from corrections c
  where obs.entity = c.entity and obs.indicator = c.indicator and obs.period = c.period`
const jobs = {
  "W1": async () => race(who, args.threads, { prepare: () => anew(store), run: load, finish: () => values(store) }),
  "W1 year": async () => race(who, args.threads, { prepare: async () => { await anew(more); await load() }, finish: () => values(more),
    run: loadYear }),
  "W1 corrections": async () => race(who, args.threads, { prepare: async () => { await anew(more); await load(); await loadYear() }, finish: () => values(more),
    run: async () => { await base.run(`create temp table corrections as select * from ${csv("corrections")}`); await base.run(update); await base.run("checkpoint") } }),
  "W2": async () => {
    await openPanel()
    await race(who, args.threads, { run: async () => {
      const years = await rows("select period, sum(value), avg(value), median(value) from obs where indicator='revenue' and value is not null group by period")
      const [[top]] = await rows(`select sum(g) from (select b.value/a.value-1 as g from obs a join obs b using (entity)
        where a.indicator='revenue' and b.indicator='revenue' and a.period=2023 and b.period=2024
          and a.value is not null and b.value is not null order by g desc limit 20)`)
      const sum = years.reduce((s, y) => s + y[1], 0), medians = years.reduce((s, y) => s + y[3], 0)
      return { check: `sum=${exp(sum, 6)} medsum=${exp(medians, 6)} top20=${fixed(top, 6)}` }
    } })
  },
  "W3": async () => {
    await openPanel()
    const bytes = readFileSync(file("lookups", ".bin")), pairs = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
    const names = (await rows(`select id from read_csv('${file("pack", "/data/indicators.csv")}', header=true)`)).map(row => row[0])
    await base.run("create temp table lookups(entity varchar, indicator varchar)")
    const put = await base.createAppender("lookups")
    for (let i = 0; i < pairs.length; i += 2) {
      put.appendVarchar("E" + String(pairs[i] + 1).padStart(7, "0"))
      put.appendVarchar(names[pairs[i + 1]])
      put.endRow()
    }
    put.closeSync()
    await race(who + " batch join", args.threads, { run: async () => {
      const [[n, sum]] = await rows("select count(value), sum(value) from lookups join obs using (entity, indicator)")
      return { check: `n=${n} sum=${exp(sum, 9)}` }
    } })
  },
  "W4": async () => {
    await open(":memory:")
    await base.run(`create table figures as select cast(substr(entity, 2) as integer) as entity, ${
      [...Array(8).keys()].map(i => `max(value) filter (where indicator='figure_${i + 1}') as f${i}`)}, ${
      [...Array(4).keys()].map(i => `max(value) filter (where indicator='waiver_${i + 1}') as w${i}`)}
      from ${csv("criteria")} group by all`)
    const fails = rules.map(([least, from], r) => `coalesce(f${r} < ${least} and coalesce(w${r % 4} < ${from}, true), false)::integer as r${r}`)
    await race(who + " wide", args.threads, { run: async () => {
      const [found] = await rows(`select ${rules.map((_, r) => `sum(r${r})`)}, count(*) filter (where r0+r1+r2+r3+r4+r5+r6+r7 >= 2),
        sum(entity) filter (where r0+r1+r2+r3+r4+r5+r6+r7 >= 2) from (select entity, ${fails} from figures)`)
      return { check: `fails=${found.slice(0, 8)} ge2=${found[8]} idsum=${found[9]}` }
    } })
  },
}
await jobs[args.job]()
