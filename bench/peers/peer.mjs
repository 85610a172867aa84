// SPDX-License-Identifier: Apache-2.0
// What the peers on node share: arguments, timing, the row. usage: node PEER.mjs JOB SIZE DATA WORK RUNS THREADS
import { createRequire } from "node:module"
import { openSync, fsyncSync, closeSync, readFileSync, statSync, rmSync, existsSync } from "node:fs"

const [job, size, data, work, runs, threads] = process.argv.slice(2)
export const args = { job, size: Number(size), data, work, runs: Number(runs), threads: Number(threads) }
export const file = (what, ending) => `${data}/${what}-${size}${ending}`
// The packages live in a folder of the build tree, not beside this file.
export const requirePackage = createRequire(process.env.QUNCE_NODE + "/package.json")

export const rules = [[30, 90], [25, 80], [12, 95], [38, 85], [4, 90], [8, 80], [22, 95], [28, 85]]
export const exp = (x, digits) => x.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2") // as C prints %e
export const fixed = (x, digits) => x.toFixed(digits)

export function makeDurable(path) {
  const handle = openSync(path, "r+")
  fsyncSync(handle)
  closeSync(handle)
}
export const bytesOf = (...paths) => paths.filter(p => existsSync(p)).reduce((sum, p) => sum + statSync(p).blocks * 512, 0)
export const remove = (...paths) => paths.forEach(p => rmSync(p, { force: true, recursive: true }))

const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024
const median = x => (x[(x.length - 1) >> 1] + x[x.length >> 1]) / 2

// prepare and finish are not timed; finish may return { check, bytes }, or run does. The first of several runs is a rehearsal.
export async function race(who, threads, { prepare, run, finish }) {
  const ms = []
  let answer = {}
  for (let i = args.runs > 1 ? -1 : 0; i < args.runs; i++) {
    if (prepare) await prepare()
    const start = performance.now()
    answer = await run()
    if (i >= 0) ms.push(performance.now() - start)
    if (finish) answer = await finish()
  }
  ms.sort((a, b) => a - b)
  console.log(JSON.stringify({ job, who, threads, size: args.size, runs: ms.length, median_ms: median(ms), min_ms: ms[0], max_ms: ms[ms.length - 1],
    rss_mb: peak(), bytes: answer.bytes ?? 0, check: answer.check }))
}
