import { type Caller, callerKey } from "../../protocol/caller";
import type { ServerId } from "../../protocol/hubEvent";
import { canonicalJson } from "../kernel/canonicalJson";
import type { Content } from "../messages/content";
import type { ToolResult } from "../messages/toolResult";
import { KeptCalls } from "./kept/keptCalls";
import type { ToolCall } from "./toolCall";

/** The result of a recent call. */
export interface KeptResult {
  readonly server: ServerId;
  readonly tool: string;
  readonly result: ToolResult;
  /** The caller also saw what is meant only for a person. */
  readonly personSees: boolean;
}

/** How many results and characters are kept; the oldest go first. A result that is larger than the bound is not kept. */
const resultsKept = 100;
const charactersKept = 16 * 1024 * 1024;

/** Characters of structured content beyond which a result is kept without it. */
const structuredLimit = 256 * 1024;

/** The latest results by call, for a look at a call after it has ended. They never enter the stream of events. */
export class KeptResults {
  private readonly results = new Map<string, KeptResult & { readonly caller: string; readonly size: number }>();
  private total = 0;
  /** The calls themselves, as they were made. */
  readonly calls = new KeptCalls();

  /** The result of the call, while it is kept. `caller`: only if the call was its own. */
  of(call: string, caller?: Caller): KeptResult | undefined {
    const found = this.results.get(call);
    return caller === undefined || found?.caller === callerKey(caller) ? found : undefined;
  }

  /** Whether there was room for all of it. */
  keep({ id, server, tool, caller, trimTo }: ToolCall, result: ToolResult): boolean {
    const { structured, ...others } = result;
    const json = structured === undefined ? undefined : canonicalJson(structured, structuredLimit);
    const size = result.content.map(sizeOf).reduce((sum, one) => sum + one, 0) + (json?.length ?? 0);
    if (size > charactersKept) return false;
    const about = { server, tool, caller: callerKey(caller), personSees: trimTo?.personSees === true };
    this.results.set(id, { ...about, result: json === undefined ? others : result, size });
    this.total += size;
    for (const [oldest, { size }] of this.results) {
      if (this.results.size <= resultsKept && this.total <= charactersKept) break;
      this.results.delete(oldest);
      this.total -= size;
    }
    return json !== undefined || structured === undefined;
  }
}

function sizeOf(block: Content): number {
  switch (block.type) {
    case "text":
      return block.text.length;
    case "image":
    case "audio":
      return block.data.length;
    case "resource":
      return (block.resource.text ?? block.resource.blob ?? "").length;
    case "resource_link":
      return block.uri.length;
  }
}
