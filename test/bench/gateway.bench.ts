// The hub's gateway beside gateways of other makers, which it installs from npm, all before the same echo server on stdio and measured in
// turns in one run: `npm run bench -- gateway [--part=calls,rest,payloads,servers,notifications,overhead,soak] [--minutes=10]
// [--peers=mcp-hub,…] [--rounds=7]`. The soak runs only where its minutes are given.
import { parseArgs } from "node:util";
import { measureCalls } from "./gateway/measures/calls";
import { measureNotifications } from "./gateway/measures/notifications";
import { measureOverhead } from "./gateway/measures/overhead";
import { measurePayloads } from "./gateway/measures/payloads";
import { measureServers } from "./gateway/measures/servers";
import { measureSoak } from "./gateway/measures/soak";
import { others } from "./gateway/peers/others";
import { ours, references } from "./gateway/peers/ours";

const { values } = parseArgs({
  options: {
    part: { type: "string" },
    minutes: { type: "string" },
    peers: { type: "string" },
    rounds: { type: "string", default: "7" },
  },
});

const rounds = Number(values.rounds);
const wanted = values.peers?.split(",");
const peers = [ours, ...others].filter(({ name }) => wanted?.includes(name) ?? true);
const sizes = { rounds, warmUpMs: 2000, sequence: 300, windowMs: 400 };

/** What can be measured, each by itself. The aims are those that the gateway was built for. */
const parts: Readonly<Record<string, () => Promise<void>>> = {
  calls: () =>
    measureCalls(
      "MCP, one server",
      peers,
      references,
      ["", "2026-07-28"],
      { p50: 0.55, perSecond: 2.8, cpu: 0.35 },
      sizes,
    ),
  // Of the others only this one has a REST API.
  rest: () =>
    measureCalls(
      "REST, one server",
      peers.filter(({ name }) => [ours.name, "mcp-hub"].includes(name)),
      [],
      ["REST"],
      { p50: 0.6 },
      sizes,
    ),
  payloads: () => measurePayloads(peers, references, rounds),
  servers: () => measureServers(peers, Math.ceil(rounds / 3)),
  notifications: () => measureNotifications(peers, Math.ceil(rounds / 2)),
  overhead: () => measureOverhead(rounds),
  ...(values.minutes !== undefined && { soak: () => measureSoak(Number(values.minutes)) }),
};

async function main() {
  // What cannot be installed says so again when it is started, in the tables.
  for (const { prepare } of peers) await prepare?.().catch(() => {});
  const chosen = values.part?.split(",") ?? Object.keys(parts);
  for (const name of chosen) {
    const part = parts[name];
    if (!part) throw new Error(`There is no part "${name}". These are: ${Object.keys(parts).join(", ")}.`);
    await part();
  }
}

main().then(
  () => process.exit(), // what waits for a late answer of a gateway that is gone
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
