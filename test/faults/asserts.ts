import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { took } from "./stage";

/** The answer of a fixture tool, as the hub gives it. */
export const text = (words: string) => ({ content: [{ type: "text", text: words }], isError: false });

/** A call that changes nothing; with a fault where `more` names one. */
export const look = async (hub: HeadlessHub, key = "k", more: object = {}, server = "server") =>
  assert.deepEqual(await hub.callTool(server, "look", { key, ...more }), text(`saw ${key}`));

/** A call that must not be sent twice. */
export const count = async (hub: HeadlessHub, key: string, more: object = {}, server = "server") =>
  assert.deepEqual(await hub.callTool(server, "count", { key, ...more }), text(`counted ${key}`));

/** A call that does nothing for so long. */
export const busy = async (hub: HeadlessHub, ms: number) =>
  assert.deepEqual(await hub.callTool("server", "progress", { steps: 1, everyMs: ms }), text("done"));

/**
 * How long some work took where a process starts in 0.1 s or less, in milliseconds: on a machine that is busy just now, what starting
 * one costs more there is taken off four times.
 */
export async function tookQuiet(work: () => Promise<unknown>): Promise<number> {
  const ms = await took(work);
  const startMs = await took(async () => once(spawn(process.execPath, ["-e", "0"]), "exit"));
  return ms - 4 * Math.max(0, startMs - 100);
}

/** The median of times that `tookQuiet` measured is within the bound. */
export function assertSoon(times: readonly number[], boundMs: number): void {
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY;
  assert.ok(
    median <= boundMs,
    `${Math.round(median)} ms of ${times.map(Math.round)}, a busy machine's delay taken off`,
  );
}

/** The caller had its failure before its limit, and no more than a busy machine's delay after it. */
export async function assertFailsBy(limitMs: number, work: () => Promise<unknown>, expected: object): Promise<void> {
  const ms = await took(() => assert.rejects(work(), expected));
  assert.ok(ms < limitMs + 1000, `it waited ${Math.round(ms)} ms of ${limitMs}`);
}
