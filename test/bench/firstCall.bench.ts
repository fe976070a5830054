// The first call: from the start of a program to its first answered call, through the hub and through the bare client of the SDK, each a
// new process with a new server, in the shell of a terminal.
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { echoOnStdio, inTurns } from "./contender";
import { inPairs } from "./figures";
import { report } from "./report";

const rounds = 15;
const entry = echoOnStdio();
/** A program that is not in a shell waits for the environment of the login shell, too. */
const env = { ...process.env, SHLVL: "1", TERM: "xterm" };
const programs = { hub: "out/test/bench/firstCall/hub.js", bare: "out/test/bench/firstCall/bare.js" };

/** Milliseconds from the start of a program to its first answer. */
async function throughModule(name: keyof typeof programs): Promise<number> {
  const began = performance.now();
  const child = fork(programs[name], [JSON.stringify(entry)], { execArgv: [], env });
  const ended = once(child, "exit");
  await Promise.race([once(child, "message"), ended.then(([code]) => Promise.reject(new Error(`${name}: ${code}`)))]);
  const ms = performance.now() - began;
  await ended;
  return ms;
}

/** Milliseconds from the start of the command line to the answer on its standard output. */
async function throughCommandLine(config: string): Promise<number> {
  const began = performance.now();
  const words = ["dist/headless.js", "call", "echo", "echo", "--args", '{"text":"first"}', "--config", config];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"], env });
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  const ms = performance.now() - began;
  await ended;
  return ms;
}

async function main() {
  for (const name of ["hub", "bare"] as const) await throughModule(name); // the disk has both
  const { hub, bare } = await inTurns(rounds, throughModule);
  const target = { atMost: 2 };
  report({ what: "first call after the start of a program", unit: "ms", ...inPairs(hub, bare), target });

  const folder = mkdtempSync(join(tmpdir(), "mcph-first-"));
  try {
    const config = join(folder, "servers.json");
    writeFileSync(config, JSON.stringify({ servers: { echo: entry } }));
    const seen = await inTurns(rounds, (name) => (name === "hub" ? throughCommandLine(config) : throughModule("bare")));
    report({ what: "the same on the command line, until it has printed", unit: "ms", ...inPairs(seen.hub, seen.bare) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
