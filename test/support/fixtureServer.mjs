// A small MCP server on stdio that misbehaves on demand: node test/support/fixtureServer.mjs --ignore-eof --grandchild
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { answer, readSwitches } from "./fixtureAnswers.mjs";
import { faultOf } from "./fixtureFaults.mjs";

const switches = readSwitches(process.argv.slice(2));

/** @param {object} message */
const write = (message) => {
  if ("chatter" in switches) process.stdout.write("[info] about to answer\n\n{not json}\n");
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
};

if ("journal" in switches) appendFileSync(switches.journal, "started\n");
if ("exit" in switches) {
  process.stderr.write(`starting\nError: ${switches.message ?? "the port is taken"}\n`);
  process.exit(Number(switches.exit || 1));
}
if ("ignore-sigterm" in switches) process.on("SIGTERM", () => {});
if ("stay" in switches || "ignore-eof" in switches || "ignore-sigterm" in switches) setInterval(() => {}, 1000);
if ("stderr" in switches) {
  const line = `${"e".repeat(99)}\n`;
  const chunk = line.repeat(1000);
  for (let left = Number(switches.stderr); left > 0; left -= chunk.length) process.stderr.write(chunk);
  process.stderr.write("last words\n");
}
// A grandchild that hears neither end of input nor SIGTERM; `stray`: in a process group of its own.
if ("grandchild" in switches) {
  const script = "process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {}); setInterval(() => {}, 1000);";
  spawn(process.execPath, ["-e", script], { stdio: "inherit", detached: switches.grandchild === "stray" }).unref();
}
// A daemon: in a session of its own, and the process that started it is gone.
if ("daemon" in switches) {
  const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);";
  const line = `"${process.execPath}" -e "${script}" </dev/null >/dev/null 2>&1 &`;
  spawnSync("setsid", ["sh", "-c", line], { stdio: "ignore" });
}
if ("garbage" in switches) process.stdout.write(Buffer.from([0, 255, 254, 10, 123, 34, 10, 7, 10]));
if ("flood" in switches) {
  const chunk = Buffer.alloc(1024 * 1024, 0x78);
  for (let left = Number(switches.flood); left > 0; left -= chunk.length) process.stdout.write(chunk);
}

/** @param {import("./fixtureAnswers.mjs").Message} message @returns {Promise<object>} */
async function settle(message) {
  try {
    return { id: message.id, result: await answer(message, switches, write) };
  } catch (error) {
    return { id: message.id, error };
  }
}

/** Calls that were cancelled, for the tool `cancelled`. @type {unknown[]} */
const cancelled = [];

/** Ends it once no message has come for so long. @type {NodeJS.Timeout | undefined} */
let idle;

const input = createInterface({ input: process.stdin });
input
  .on("line", async (line) => {
    const message = JSON.parse(line);
    clearTimeout(idle);
    if ("dies-idle" in switches) idle = setTimeout(() => process.exit(5), Number(switches["dies-idle"]));
    if ("deaf" in switches && message.method === "notifications/initialized") input.pause();
    if (message.method === "notifications/cancelled") cancelled.push(message.params);
    if (message.id === undefined || message.method === undefined) return;
    if ("journal" in switches) appendFileSync(switches.journal, `${message.method}\n`);
    if (message.method === "server/discover" && "discover" in switches) {
      if (switches.discover === "exits") process.exit(1);
      return; // silent
    }
    const { id, params } = message;
    if (params?.name === "cancelled")
      return write({ id, result: { content: [{ type: "text", text: JSON.stringify(cancelled) }] } });
    // The line of a process is cut by its end.
    const fault = faultOf(message, switches);
    if (fault === "hang") return;
    if (fault === "before" || fault === "killed") return process.exit(9);
    if (fault === "garbage") process.stdout.write("[info] no message\n{not json}\n");
    const settled = await settle(message);
    if (fault === "after") return process.exit(9);
    if (fault === "mid")
      return process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...settled }).slice(0, 20), () => process.exit(9));
    write(settled);
  })
  .on("close", () => {
    if (!("ignore-eof" in switches) && !("ignore-sigterm" in switches)) process.exit(0);
  });
