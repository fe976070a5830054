// npm run servers [-- NAME…]: installs servers of many makers from npm, one at a time, and compares what the hub makes of each with what
// the SDK's own client makes of it: tools, schemas, descriptions, results, and processes that are left. Writes docs/servers.md.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installDependencies } from "../host/setUp.mjs";
import { servers } from "./servers.mjs";

/** @typedef {import("./tryServer.mjs").Row} Row */

const run = promisify(execFile);
await installDependencies();
await run(process.execPath, ["esbuild.mjs"]);
const [{ tryServer }, { writeTable }] = await Promise.all([import("./tryServer.mjs"), import("./table.mjs")]);

const wanted = process.argv.slice(2);
const chosen = servers.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
/** @type {Row[]} */
const rows = [];
for (const server of chosen) {
  const folder = await mkdtemp(join(tmpdir(), "server-"));
  try {
    const row = await tryServer(server, folder);
    rows.push(row);
    if (wanted.length === 0) await writeTable(rows); // as far as it is, so that a long run may be stopped
    console.log(
      `${rows.length}/${chosen.length} ${row.name}: ${row.state}, ${row.same}, ${row.called}, ${row.left}. ${row.words}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
const faults = rows.filter(({ isGood }) => !isGood);
console.log(`${rows.length - faults.length} of ${rows.length} are as with the SDK's own client.`);
for (const { name, same, left } of faults) console.log(`  ${name}: ${same}, ${left}`);
process.exit(faults.length > 0 ? 1 : 0);
