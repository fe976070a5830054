import assert from "node:assert/strict";
import type { Grants } from "../../src/core/calls/approval/grants";
import type { CallOptions } from "../../src/core/calls/callOptions";
import type { ServerAccess } from "../../src/core/calls/serverAccess";
import { newCall, type ToolCall } from "../../src/core/calls/toolCall";
import { emptyCatalog } from "../../src/core/catalog/catalog";
import { defaultOptions } from "../../src/core/config/schema/settings";
import type { ToolResult } from "../../src/core/messages/toolResult";
import type { ClientAnswers } from "../../src/core/questions/clientAnswers";
import { noSupport } from "../../src/core/questions/clientFeatures";
import { aTool, definition } from "./fakeLink";

export const done: ToolResult = { content: [{ type: "text", text: "done" }], isError: false };

/** A call of the tool `read` on `files`, unless told otherwise. */
export const aCall = (more: Partial<ToolCall> = {}): ToolCall =>
  newCall({
    server: "files",
    tool: "read",
    args: {},
    caller: { door: "command" },
    signal: new AbortController().signal,
    ...more,
  });

/** The same, of a tool that its server marks as read-only. */
export const aRead = (more: Partial<ToolCall> = {}): ToolCall =>
  aCall({ offered: aTool("read", { hints: { readOnly: true } }), ...more });

/** A client that answers forms itself, unless told otherwise. */
export const aClient = (key: string, more: Partial<ClientAnswers> = {}): ClientAnswers => ({
  client: key,
  key,
  can: { ...noSupport, forms: true },
  ask: () => assert.fail(`The test did not expect a question to "${key}".`),
  ...more,
});

/** Servers of which a test plays what it says here; to reach for anything else is a failure of the test. */
export const fakeServers = (played: Partial<ServerAccess> = {}): ServerAccess => {
  const unexpected = (what: string) => () => assert.fail(`The test did not expect "${what}".`);
  return {
    definition: (id) => definition(id),
    catalog: () => emptyCatalog,
    tool: async (_, name) => aTool(name),
    callTool: unexpected("callTool"),
    readResource: unexpected("readResource"),
    getPrompt: unexpected("getPrompt"),
    complete: unexpected("complete"),
    skills: unexpected("skills"),
    followTask: unexpected("followTask"),
    ...played,
  };
};

/** Nothing was allowed before, and nothing is kept; unless told otherwise. */
export const fakeGrants = (played: Partial<Grants> = {}): Grants => ({
  allows: () => false,
  coversServer: () => false,
  list: () => [],
  revoke: async () => {},
  limit: async () => {},
  grant: async () => {},
  trusts: () => false,
  trust: async () => {},
  carry: async () => async () => {},
  forget: async () => {},
  ...played,
});

/** A reader of call options that differ from the defaults in these. */
export const withOptions =
  (more: Partial<CallOptions> = {}): (() => CallOptions) =>
  () => ({ ...defaultOptions, ...more });

/** A server that answers when it is told to, and hears when it is told to stop. */
export class HeldServer {
  readonly calls: ToolCall[] = [];
  private readonly held: { resolve(result: ToolResult): void; reject(error: Error): void }[] = [];

  readonly send = (call: ToolCall): Promise<ToolResult> => {
    this.calls.push(call);
    return new Promise((resolve, reject) => this.held.push({ resolve, reject }));
  };

  /** How many calls wait for an answer. */
  get waiting(): number {
    return this.held.length;
  }

  /** Answers the oldest call that waits. */
  async answer(result: ToolResult | Error = done): Promise<void> {
    const oldest = this.held.shift();
    if (!oldest) throw new Error("No call waits.");
    if (result instanceof Error) oldest.reject(result);
    else oldest.resolve(result);
    await turns();
  }
}

/** Lets everything run that does not wait for time. */
export const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The same promise, for a test that looks at its rejection only after other things have happened. */
export function lookedAtLater<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
