import type { PinReason } from "../../../protocol/consentEvent";
import type { Decision, HubEvent } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Tool } from "../../catalog/catalog";
import { definitionDigest } from "../../config/schema/definitionDigest";
import type { Clock } from "../../kernel/clock";
import { abortError, HubError } from "../../kernel/hubError";
import type { Pins } from "../../pins/pins";
import { asked } from "../../questions/asked";
import { note as noteAsked } from "../../questions/personTime";
import type { QuestionDesk } from "../../questions/questionDesk";
import { nameOf } from "../budget";
import { factsOf } from "../observe";
import { changedMeanwhile } from "../pinned";
import type { ServerAccess } from "../serverAccess";
import type { OuterLayer, ToolCall } from "../toolCall";
import type { AskPerson, Grants } from "./grants";
import type { Organization } from "./organization";
import type { DecidingRule } from "./policy";
import { type Ruling, type RulingParts, ruleText, rulings } from "./ruling";

export interface ApproveParts {
  readonly servers: Pick<ServerAccess, "definition" | "tool" | "catalog">;
  readonly options: RulingParts["options"];
  readonly grants: Grants;
  /** What organizations deny or want asked; without it, nothing. */
  readonly organization?: Organization | undefined;
  readonly ask: AskPerson;
  /** Why a person is asked about a call whatever was allowed before; `undefined` where nothing says so. */
  readonly reason?: ((call: ToolCall) => string | undefined) | undefined;
  readonly desk: QuestionDesk;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
  /** Keeps what the person agreed to; without it, nothing is pinned. */
  readonly pins?: Pick<Pins, "agree" | "isStill"> | undefined;
}

/** Nothing below this layer runs without a yes: from the person's policy, or from the person. */
export function approve(parts: ApproveParts): OuterLayer {
  const { servers, options, grants, organization, reason, ask, desk, clock, publish, pins } = parts;
  const agree = ({ server, pin }: ToolCall, { by }: Decision) => {
    if (pin?.state === "new") pins?.agree(server, pin, pin.digest, reasons[by] ?? "rule");
  };
  const ruling = rulings({ servers, options, grants, organization, reason });

  const askAtDesk = (call: ToolCall, tool: Tool): Promise<Ruling> => {
    const { server, caller, signal } = call;
    const question = { kind: "approval", server, caller, signal, what: nameOf(call) } as const;
    return desk.ask(question, async (shown): Promise<Ruling> => {
      const now = ruling(call, tool); // the answer to an earlier question may cover this call too
      if (now.verdict !== "ask") return now;
      const digest = definitionDigest(servers.definition(server));
      const about = { kind: "approval", server, about: factsOf(call) } as const;
      const { rule } = now;
      const question = { ...call, ...(rule && { askedBy: rule }) };
      const reply = await asked({ publish, clock }, about, shown, (signal) => ask(question, tool, signal), isAllowed);
      if (shown.aborted) throw abortError(shown, nameOf(call)); // the asker is gone: the answer grants nothing
      const decision = { by: "question", ...(rule && { source: rule.source, rule: rule.id }) } as const;
      if (!reply.allow) {
        note(call, decision);
        throw reply.unasked ? denied(call, unasked(rule), true) : denied(call, declined(rule));
      }
      // The answer is for the server that was asked about, not for one that took its name meanwhile.
      if (definitionDigest(servers.definition(server)) !== digest)
        throw denied(
          call,
          message("calls.entryChanged", "its entry in the settings changed while you were asked. Call it again"),
        );
      if (call.pin && pins && !pins.isStill(server, call.pin, call.pin.digest)) throw changedMeanwhile(call);
      // What an organization wants asked is asked each time: a grant would say more than it does.
      if (reply.span !== "once" && rule?.source !== "organization") await grants.grant(call, reply);
      return { verdict: "allow", decision };
    });
  };

  const afterAll = async <R>(next: (call: ToolCall) => Promise<R>, call: ToolCall): Promise<R> => {
    const tool = call.offered ?? (await servers.tool(call.server, call.tool, call.signal));
    let final = ruling(call, tool);
    if (final.verdict === "ask") {
      const began = clock.now();
      final = await askAtDesk(call, tool).finally(() => {
        if (call.trace) noteAsked(call.trace, { from: began, to: clock.now() });
      });
    }
    if (final.verdict !== "ask") note(call, final.decision);
    if (final.verdict === "deny") throw denied(call, final.reason);
    if (final.verdict === "ask") throw denied(call, declined(final.rule));
    if (call.signal.aborted) throw abortError(call.signal, nameOf(call));
    agree(call, final.decision);
    return next(call);
  };

  // What needs no question waits for nothing.
  return (next) => (call) => {
    if (!call.offered || call.signal.aborted) return afterAll(next, call);
    const now = ruling(call, call.offered);
    if (now.verdict !== "allow") return afterAll(next, call);
    note(call, now.decision);
    agree(call, now.decision);
    return next(call);
  };
}

/** Why a decision pins what was called. */
const reasons: Partial<Record<Decision["by"], PinReason>> = { person: "person", question: "question" };

const isAllowed = ({ allow }: { readonly allow: boolean }): boolean => allow;

function note(call: ToolCall, decision: Decision): void {
  if (call.trace) call.trace.decision = decision;
}

/** Why a question came to nothing. Where a rule wanted it, that rule is what the caller has to know. */
const declined = (rule: DecidingRule | undefined): string =>
  rule === undefined
    ? message("calls.declined", "you declined. Call it again to be asked again")
    : message("calls.declinedRule", "you declined; {rule} asks about it. Call it again to be asked again", {
        rule: ruleText(rule),
      });

/** Why a question could not be put to anybody, and which setting decides that it is asked. */
const unasked = (rule: DecidingRule | undefined): string =>
  rule === undefined
    ? message(
        "calls.unasked",
        'a person has to allow it, and nobody can be asked here. Allow it in the setting "mcpHub.policy", or change "mcpHub.approval", then call it again',
      )
    : message(
        "calls.unaskedRule",
        "{rule} requires that a person is asked about it, and nobody can be asked here. Change the rule if it should run",
        { rule: ruleText(rule) },
      );

const denied = (call: ToolCall, reason: string, unasked?: true) =>
  new HubError("denied", message("calls.denied", "{call} was not run: {reason}.", { call: nameOf(call), reason }), {
    sent: "no",
    unasked,
  });
