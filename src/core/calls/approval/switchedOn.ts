import { message } from "../../../protocol/message";
import type { Choice } from "../../access/choice";
import { type Offer, type OffReason, offReason, turnsNothingOff } from "../../access/switches";
import { toolNamed } from "../../catalog/catalog";
import { HubError } from "../../kernel/hubError";
import { safeLine } from "../../kernel/redact";
import { matchesName } from "../../kernel/untrusted/matchesName";
import { isKnownRead } from "../callOptions";
import type { OuterLayer, ToolCall } from "../toolCall";
import type { ScopedParts } from "./scoped";

export interface SwitchedOnParts extends ScopedParts {
  /** What the person has turned off; missing where nobody can. */
  readonly choice?: Pick<Choice, "rule"> | undefined;
}

/** Stops what the person has turned off, for every door: what a client does not see it cannot call by its name either. */
export function switchedOn({ choice, servers, optionsOf, trusts }: SwitchedOnParts): OuterLayer {
  if (!choice) return (next) => next;
  const reasonFor = (call: ToolCall): { readonly offer: Offer; readonly reason: OffReason } | undefined => {
    const { rule } = choice;
    if (call.byHand || turnsNothingOff(rule)) return undefined;
    const catalog = () => servers.catalog(call.server, call.answers);
    const isRead = () => {
      const offered = toolNamed(catalog(), call.tool);
      return offered !== undefined && isKnownRead({ ...call, offered }, optionsOf(call), trusts);
    };
    for (const offer of offersOf(
      call,
      () => catalog().resources,
      () => catalog().resourceTemplates,
    )) {
      const reason = offReason(rule, offer, isRead);
      if (reason) return { offer, reason };
    }
    return undefined;
  };
  return (next) => (call) => {
    const off = reasonFor(call);
    if (!off) return next(call);
    if (call.trace) call.trace.decision = { by: "choice" };
    throw turnedOff(off.offer, off.reason);
  };
}

/** What must be on for a request. A resource that its server does not list belongs to the templates that it may come from. */
function offersOf(
  { server, method, tool, args }: ToolCall,
  resources: () => readonly { readonly uri: string }[],
  templates: () => readonly { readonly uriTemplate: string }[],
): readonly Offer[] {
  switch (method) {
    case "tools/call":
      return [{ server, kind: "tool", name: tool }];
    case "prompts/get":
      return [{ server, kind: "prompt", name: String(args.name) }];
    case "resources/read": {
      const uri = String(args.uri);
      const resource: Offer = { server, kind: "resource", name: uri };
      if (resources().some((listed) => listed.uri === uri)) return [resource];
      const from = templates().filter(({ uriTemplate }) => matchesName(uriTemplate.replace(/\{[^{}]*\}/g, "*"), uri));
      return [resource, ...from.map(({ uriTemplate }): Offer => ({ server, kind: "template", name: uriTemplate }))];
    }
    case "completion/complete": {
      const { of } = args as { readonly of?: { readonly prompt?: string; readonly uriTemplate?: string } };
      if (of?.prompt !== undefined) return [{ server, kind: "prompt", name: of.prompt }];
      return [{ server, kind: "template", name: of?.uriTemplate ?? "" }];
    }
    default:
      return [];
  }
}

/** The failure of a request for something that is off: what it was, why, and how to turn it on. */
export function turnedOff({ server, name }: Offer, reason: OffReason): HubError {
  return new HubError("denied", offText({ server, name: safeLine(name, 200) }, reason), { sent: "no" });
}

function offText(offer: { readonly server: string; readonly name: string }, reason: OffReason): string {
  if (reason.by === "profile")
    return message(
      "choice.notInProfile",
      '"{name}" of "{server}" is not in the profile "{profile}". Choose another profile with "MCP Hub: Switch Profile…".',
      { ...offer, profile: reason.profile },
    );
  if (reason.pattern !== undefined)
    return message(
      "choice.offByPattern",
      'The pattern "{pattern}" turns "{name}" of "{server}" off. Turn it on with "MCP Hub: Choose Tools…".',
      { ...offer, pattern: safeLine(reason.pattern, 200) },
    );
  return reason.by === "workspace"
    ? message(
        "choice.offHere",
        '"{name}" of "{server}" is turned off in this workspace. Turn it on with "MCP Hub: Choose Tools…".',
        offer,
      )
    : message(
        "choice.offEverywhere",
        '"{name}" of "{server}" is turned off in every workspace. Turn it on with "MCP Hub: Choose Tools…".',
        offer,
      );
}
