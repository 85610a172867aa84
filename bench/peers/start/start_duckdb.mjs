// SPDX-License-Identifier: Apache-2.0
import { createRequire } from "node:module"
import { readFileSync } from "node:fs"
const { DuckDBInstance } = createRequire(process.env.QUNCE_NODE + "/package.json")("@duckdb/node-api")
const base = await (await DuckDBInstance.create(process.argv[2], { access_mode: "READ_ONLY" })).connect()
const query = readFileSync(new URL("start.sql", import.meta.url), "utf8")
console.log((await base.runAndReadAll(query)).getRows()[0][0])
