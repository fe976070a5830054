// What the audit adds to a call, in CPU: the same path of calls to a server that answers at once, with the audit and without it, in turns.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newCall } from "../../src/core/calls/toolCall";
import type { Options } from "../../src/core/config/schema/settings";
import { neverAborted } from "../../src/core/kernel/abortSignals";
import { type AuditWorld, auditWorld } from "../support/auditWorld";
import { median } from "./figures";
import { report } from "./report";

const rounds = 15;
const warmUps = 3;
const calls = 10_000;
const inFlight = 32;

const kinds: readonly [what: string, options: Partial<Options>, target?: { readonly atMost: number }][] = [
  ["batched", { audit: "batched" }, { atMost: 5 }],
  ["batched, masked content", { audit: "batched", auditContent: "masked" }],
  ["required", { audit: "required" }],
];

const call = () =>
  newCall({
    server: "files",
    tool: "echo",
    args: { text: "hello", n: 3 },
    caller: { door: "command" },
    signal: neverAborted,
  });

/** Microseconds of CPU for one call, writing and signing included. */
async function round({ requests, audit }: AuditWorld): Promise<number> {
  const before = process.cpuUsage();
  for (let left = calls; left > 0; left -= inFlight) {
    await Promise.all(Array.from({ length: inFlight }, () => requests.callTool(call())));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await audit.settle();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

async function main() {
  const folder = await mkdtemp(join(tmpdir(), "hub-bench-audit-"));
  const without = auditWorld(join(folder, "off"), { audit: "off" });
  const worlds = kinds.map(([what, options]) => auditWorld(join(folder, what), options));
  const added: number[][] = kinds.map(() => []);
  for (let n = 0; n < warmUps + rounds; n++)
    for (const [index, world] of worlds.entries()) {
      const bare = await round(without);
      const more = (await round(world)) - bare;
      if (n >= warmUps) added[index]?.push(more);
    }
  for (const [index, [what, , target]] of kinds.entries())
    report({
      what: `the audit of a call, ${what}: CPU more than without it`,
      unit: "µs",
      hub: median(added[index] ?? []),
      ...(target && { target }),
    });
  await Promise.all(worlds.map(({ audit }) => audit.close()));
  await rm(folder, { recursive: true, force: true });
}

void main();
