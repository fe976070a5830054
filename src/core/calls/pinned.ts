import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { type Catalog, toolNamed } from "../catalog/catalog";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { isOwnCall } from "../pins/pinMode";
import type { PinSubject } from "../pins/pinStore";
import type { Pins } from "../pins/pins";
import { nameOf } from "./budget";
import type { ServerAccess } from "./serverAccess";
import type { CallPin, OuterLayer, ToolCall } from "./toolCall";

export interface PinnedParts {
  readonly pins: Pick<Pins, "modeOf" | "stateOf">;
  readonly servers: Pick<ServerAccess, "catalog">;
  readonly publish: (event: HubEvent) => void;
}

/** Lets nothing of a model through whose definition is not what a person agreed to, until the person has reviewed the change. */
export const pinned =
  ({ pins, servers, publish }: PinnedParts): OuterLayer =>
  (next) =>
  (call) => {
    const found = pinnable(call, servers);
    if (!found) return next(call);
    const mode = pins.modeOf(call.server);
    if (mode === "off") return next(call);
    const pin: CallPin = { ...found, state: pins.stateOf(call.server, found, found.digest) };
    if (call.trace) call.trace.pin = pin.digest;
    if (pin.state === "changed") {
      if (mode === "withhold" && !isOwnCall(call)) throw withheld(call, found);
      const text = changedText(call, found);
      publish({ type: "server.log", server: call.server, level: "warning", from: "hub", text });
    }
    return next({ ...call, pin, ...(call.facts && { facts: { ...call.facts, pin: pin.digest } }) });
  };

/** What the request is for, where it is something that a person agrees to. */
function pinnable(
  { method, tool, args, offered, server }: ToolCall,
  servers: Pick<ServerAccess, "catalog">,
): (PinSubject & { readonly digest: string }) | undefined {
  if (method === "tools/call") {
    const digest = offered?.digest;
    return digest === undefined ? undefined : { kind: "tool", name: tool, digest };
  }
  if (method !== "prompts/get") return undefined;
  const prompt = servers.catalog(server).prompts.find(({ name }) => name === args.name);
  return prompt?.digest === undefined ? undefined : { kind: "prompt", name: prompt.name, digest: prompt.digest };
}

/** What is said of something that is no longer what a person agreed to. */
export const changedText = ({ server }: Pick<ToolCall, "server">, { kind, name }: PinSubject): string => {
  const values = { name: safeLine(name, 80), server };
  switch (kind) {
    case "tool":
      return message(
        "pins.toolChanged",
        'The definition of "{name}" on "{server}" changed since you allowed it.',
        values,
      );
    case "prompt":
      return message("pins.promptChanged", 'The prompt "{name}" of "{server}" changed since you allowed it.', values);
    case "instructions":
      return message(
        "pins.instructionsChanged",
        'The instructions of "{server}" changed since they were first read.',
        values,
      );
  }
};

/** The refusal of a tool that a model does not get. */
export const withheldTool = (server: ServerId, tool: string): HubError =>
  withheld({ server, tool }, { kind: "tool", name: tool });

const withheld = (call: Pick<ToolCall, "server" | "tool">, subject: PinSubject) =>
  new HubError(
    "denied",
    message(
      "pins.withheld",
      '{call} was not run. {change} Compare it and accept it with the command "MCP Hub: Review Changed Tool", then call it again.',
      { call: nameOf(call), change: changedText(call, subject) },
    ),
    { sent: "no" },
  );

/**
 * A request may wait for a place, for a new attempt and for a new session: whether its tool or prompt is still what it was when the
 * request began.
 */
export function isAsAgreed(pin: CallPin | undefined, catalog: Catalog): boolean {
  if (!pin) return true;
  const { kind, name } = pin;
  const now = kind === "tool" ? toolNamed(catalog, name) : catalog.prompts.find((prompt) => prompt.name === name);
  return now?.digest === undefined || now.digest === pin.digest;
}

/** A call whose tool or prompt is no longer what it was when the call began. Nothing was sent. */
export const changedMeanwhile = (call: Pick<ToolCall, "tool" | "server">) =>
  new HubError(
    "denied",
    message(
      "pins.changedMeanwhile",
      "{call} was not run: its definition changed after the call began. Call it again to use it as it is now.",
      { call: nameOf(call) },
    ),
    { sent: "no" },
  );
