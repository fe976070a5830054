// npm run services [-- --write] [NAME…]: installs real servers from npm, lets them talk to a fake vendor on loopback, and asks the services
// of the hub of each. It prints what comes of it as a table, and with --write puts that into docs/services.md. It ends with 1 if an answer is
// not the one that is expected.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { installDependencies } from "../../host/setUp.mjs";
import { startFakeVendor } from "./fakeVendor.mjs";
import { servers } from "./servers.mjs";
import { table, writeTable } from "./table.mjs";
import { asked } from "./tried.mjs";

const run = promisify(execFile);
await installDependencies();
await run(process.execPath, ["esbuild.mjs"]);
const { createHub } = createRequire(import.meta.url)(resolve("dist/headless.js"));

const { base, stop } = await startFakeVendor();
const wanted = process.argv.slice(2).filter((word) => word !== "--write");
const isWritten = process.argv.includes("--write");
if (isWritten && wanted.length > 0) throw new Error("--write is for all servers: leave the names out.");
/** @type {import("./table.mjs").Row[]} */
const rows = [];
for (const server of servers(base).filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
)) {
  const folder = await mkdtemp(join(tmpdir(), "services-"));
  try {
    const packages = [server.name, ...(server.beside ? [server.beside] : [])];
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"];
    await run("npm", ["install", "--prefix", folder, ...flags, ...packages], { timeout: 240_000 });
    const answers = await asked(createHub, server, folder, base);
    for (const { ask, isRight, got } of answers) {
      const [service, method, given] = ask;
      console.log(`${isRight ? "right" : "WRONG"}  ${server.name}  ${service}.${method} ${JSON.stringify(given)}`);
      if (!isRight) console.log(`       ${got.slice(0, 1500)}`);
    }
    rows.push({ ...server, answers });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
stop();
console.log(`\n${table(rows)}`);
if (rows.some(({ answers }) => answers.some(({ isRight }) => !isRight))) process.exitCode = 1;
else if (isWritten) await writeTable(rows);
