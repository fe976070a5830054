import type { KeptCall, KeptCalls } from "../../core/calls/kept/keptCalls";
import type { KeptResults } from "../../core/calls/keptResults";
import type { Requests } from "../../core/calls/requests";
import { newCall } from "../../core/calls/toolCall";
import type { ServerDefinition } from "../../core/config/schema/serverDefinition";
import { HubError } from "../../core/kernel/hubError";
import { toJson } from "../../core/kernel/json/exactJson";
import type { EarlierCall } from "../../core/operations/history/earlierActivity";
import { asCommandLine, asRestCurl, asScript, asServerCurl } from "../../core/presentation/callForms";
import { toolDocument } from "../../core/presentation/resultDocument";
import type { Caller } from "../../protocol/caller";
import type { CallTarget } from "../../protocol/callPageMessages";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { CopyForm } from "../../protocol/panelMessages";

export interface CallActionPorts {
  readonly kept: KeptResults;
  /** A call of an earlier session, as far as its arguments were kept. */
  readonly earlierCall: (call: string) => EarlierCall | undefined;
  readonly requests: Requests;
  readonly definition: (server: ServerId) => ServerDefinition | undefined;
  /** The address of the gateway's door for MCP; `undefined` while it is closed. */
  readonly gatewayUrl: () => string | undefined;
}

export const resultGone = () =>
  new HubError("result-expired", message("panel.resultGone", "The hub no longer has this result. Run the tool again."));

const caller: Caller = { door: "panel" };

/** What the panel can do with a call that the host keeps. */
export function callActions({ kept, earlierCall, requests, definition, gatewayUrl }: CallActionPorts) {
  const calls: KeptCalls = kept.calls;
  const callGone = () =>
    new HubError(
      "result-expired",
      message("panel.callGone", "The hub no longer has the arguments of this call. Make it from the Servers view."),
    );
  const knownCall = (call: string): KeptCall | EarlierCall => {
    const found = calls.of(call) ?? earlierCall(call);
    if (!found) throw callGone();
    return found;
  };

  /** All of its arguments are there. */
  const keptCall = (call: string): KeptCall => {
    const found = knownCall(call);
    if (!("isWhole" in found) || found.isWhole) return found;
    if (found.method !== "tools/call") throw callGone();
    throw new HubError(
      "result-expired",
      message(
        "panel.callWithoutSecrets",
        'This call had secrets in its arguments, which were not kept on disk. Choose "Edit and call…" and enter them again.',
      ),
    );
  };

  const onlyTool = <T extends KeptCall | EarlierCall>(found: T): T => {
    if (found.method === "tools/call") return found;
    throw new HubError(
      "unsupported",
      message(
        "panel.onlyTools",
        "Only the call of a tool can be edited or copied in this form. This row is a different request.",
      ),
    );
  };

  const keptTool = (call: string): KeptCall => onlyTool(keptCall(call));

  const curl = (found: KeptCall): string => {
    const gateway = gatewayUrl();
    if (gateway !== undefined) return asRestCurl(found, new URL(gateway).origin);
    const entry = definition(found.server)?.entry;
    const url = entry?.kind === "valid" && "url" in entry.config ? entry.config.url : undefined;
    if (url !== undefined) return asServerCurl(found, url);
    throw new HubError(
      "unsupported",
      message(
        "panel.noAddress",
        'Server "{server}" has no HTTP address, and the gateway is off. Turn on mcpHub.gateway, or copy the call as a command line.',
        { server: found.server },
      ),
    );
  };

  return {
    keptCall,

    /** A call of a tool as the call page takes it: what is called, and the arguments as JSON, as far as they were kept. */
    toEdit(call: string): { readonly target: CallTarget; readonly args: string } {
      const { server, tool, args } = onlyTool(knownCall(call));
      return { target: { kind: "tool", server, name: tool }, args: toJson(args, 2) ?? "{}" };
    },

    cancel(call: string): void {
      if (!calls.cancel(call))
        throw new HubError("result-expired", message("panel.callOver", "This call has already ended."));
    },

    /** Takes the path of every request: the person has seen only what events show, and may be asked. */
    async again(call: string): Promise<void> {
      const { server, method, tool, args } = keptCall(call);
      const ask = { server, caller, signal: new AbortController().signal };
      switch (method) {
        case "tools/call":
          await requests.callTool(newCall({ ...ask, tool, args }));
          return;
        case "resources/read":
          await requests.readResource({ ...ask, uri: String(args.uri) });
          return;
        case "prompts/get":
          await requests.getPrompt({ ...ask, name: String(args.name), args: texts(args.arguments) });
          return;
        case "skills/list":
          await requests.skills(ask);
          return;
        case "completion/complete":
          throw new HubError(
            "unsupported",
            message("panel.noCompletion", "A completion depends on what was typed, so it cannot be requested again."),
          );
      }
    },

    /** The result as the person would see it in an editor. */
    document(call: string) {
      const found = kept.of(call);
      if (!found) throw resultGone();
      return toolDocument(found.server, found.tool, found.result);
    },

    text(call: string, form: CopyForm): string {
      switch (form) {
        case "result":
          return this.document(call).text;
        case "curl":
          return curl(keptTool(call));
        case "command":
          return asCommandLine(keptTool(call));
        case "script":
          return asScript(keptTool(call));
      }
    },
  };
}

/** The arguments of a prompt are texts. */
const texts = (args: unknown): Readonly<Record<string, string>> =>
  typeof args === "object" && args !== null
    ? Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)]))
    : {};
