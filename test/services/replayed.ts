import { readFileSync } from "node:fs";
import type { ToolCall } from "../../src/core/calls/toolCall";
import { newCall } from "../../src/core/calls/toolCall";
import type { Tool } from "../../src/core/catalog/catalog";
import { emptyCatalog } from "../../src/core/catalog/catalog";
import type { ServiceMethod } from "../../src/core/config/schema/options/serviceRows";
import { neverAborted } from "../../src/core/kernel/abortSignals";
import type { Content } from "../../src/core/messages/content";
import type { ToolResult } from "../../src/core/messages/toolResult";
import { ServiceCalls } from "../../src/services/calls/callMethod";
import type { Offer } from "../../src/services/rows/choices";
import type { Row } from "../../src/services/rows/row";

/** A result as a server sent it. */
export interface Sample {
  readonly origin: string;
  readonly server: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly result: {
    readonly content: readonly Content[];
    readonly structuredContent?: unknown;
    readonly isError?: boolean;
  };
}

const lines = (name: string): readonly unknown[] =>
  readFileSync(`test/services/recorded/${name}.jsonl`, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

/** Every recorded result, each with where it comes from. */
export const samples = lines("results") as readonly Sample[];

/** What each server listed when it was recorded. */
export const recordedTools: ReadonlyMap<string, readonly Tool[]> = new Map(
  (lines("tools") as readonly { server: string; tools: readonly Omit<Tool, "hints">[] }[]).map(({ server, tools }) => [
    server,
    tools.map((tool) => ({ ...tool, hints: {} })),
  ]),
);

/** A result as the hub gives it. */
export const asResult = ({ content, structuredContent, isError = false }: Sample["result"]): ToolResult => ({
  content,
  isError,
  ...(structuredContent !== undefined && { structured: structuredContent }),
});

export const textResult = (text: string): ToolResult => ({ content: [{ type: "text", text }], isError: false });

/** Services over one server whose tools answer as a test says. */
export class Replayed {
  readonly sent: ToolCall[] = [];
  readonly notes: string[] = [];
  private readonly calls: ServiceCalls;

  constructor(
    readonly offer: Partial<Offer>,
    answer: (call: ToolCall, count: number) => ToolResult | Promise<ToolResult>,
    ownRows: readonly Row[] = [],
    read: (uri: string) => string = () => "",
  ) {
    this.calls = new ServiceCalls({
      requests: {
        callTool: async (call) => answer(call, this.sent.push(call)),
        readResource: async ({ uri, server, caller, signal }) => {
          this.sent.push(newCall({ server, tool: uri, args: {}, caller, signal }));
          return [{ uri, text: read(uri) }];
        },
      },
      offer: async () => ({ ...emptyCatalog, ...this.offer }),
      ownRows: () => ownRows,
      note: (text) => this.notes.push(text),
    });
  }

  call(method: ServiceMethod, input: unknown, defaults?: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.calls.call({
      server: "tested",
      method,
      input,
      defaults,
      caller: { door: "module" },
      signal: neverAborted,
    });
  }
}

/** Services over a server with the tools of a recorded one, which gives the same answer to every call. */
export const over = (server: string, result: ToolResult): Replayed =>
  new Replayed({ tools: recordedTools.get(server) ?? [] }, () => result);
