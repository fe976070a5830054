import type { PinReason } from "../../../protocol/consentEvent";
import type { Decision, HubEvent, RequestMethod, ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Tool } from "../../catalog/catalog";
import { definitionDigest } from "../../config/schema/definitionDigest";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import type { Options } from "../../config/schema/settings";
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
import { type PolicyRule, policyFor, type Verdict } from "./policy";

export interface ApproveParts {
  readonly servers: Pick<ServerAccess, "definition" | "tool" | "catalog">;
  readonly options: () => Pick<Options, "policy" | "approval">;
  readonly grants: Grants;
  readonly ask: AskPerson;
  /** Why a person is asked about a call whatever was allowed before; `undefined` where nothing says so. */
  readonly reason?: ((call: ToolCall) => string | undefined) | undefined;
  readonly desk: QuestionDesk;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
  /** Keeps what the person agreed to; without it, nothing is pinned. */
  readonly pins?: Pick<Pins, "agree" | "isStill"> | undefined;
}

/** What holds for a call now, and why. Without a decision only a person can say. */
type Ruling =
  | { readonly verdict: "allow" | "deny"; readonly decision: Decision }
  | { readonly verdict: Extract<Verdict, "ask"> };

/** Nothing below this layer runs without a yes: from the person's policy, or from the person. */
export function approve({
  servers,
  options,
  grants,
  ask,
  reason,
  desk,
  clock,
  publish,
  pins,
}: ApproveParts): OuterLayer {
  const agree = ({ server, pin }: ToolCall, { by }: Decision) => {
    if (pin?.state === "new") pins?.agree(server, pin, pin.digest, reasons[by] ?? "rule");
  };
  const ruling = (call: ToolCall, tool: Tool): Ruling => {
    const { policy, approval } = options();
    const rule = policyFor(policy, call.server, call.tool);
    if (rule?.verdict === "deny") return { verdict: "deny", decision: { by: "policy", rule: rule.pattern } };
    if (call.byHand) return allowed("person");
    if (call.method === "completion/complete") return allowed("never-asks");
    if (reason?.(call) !== undefined) return { verdict: "ask" };
    if (rule?.verdict === "allow" && mayAllow(rule, call, servers.definition(call.server)))
      return { verdict: "allow", decision: { by: "policy", rule: rule.pattern } };
    // A grant holds for what the person agreed to, and rests while that is not what there is.
    if ((call.pin?.state ?? "same") === "same" && grants.allows(call)) return allowed("grant");
    if (rule?.verdict === "ask") return { verdict: "ask" };
    if (approval === "never") return allowed("setting");
    if (isListed(call, servers)) return allowed("listed");
    if (approval === "writes" && grants.trusts(call.server) && onlyReads(tool)) return allowed("annotations");
    return { verdict: "ask" };
  };

  const askAtDesk = (call: ToolCall, tool: Tool): Promise<Ruling> => {
    const { server, caller, signal } = call;
    const question = { kind: "approval", server, caller, signal, what: nameOf(call) } as const;
    return desk.ask(question, async (shown): Promise<Ruling> => {
      const now = ruling(call, tool); // the answer to an earlier question may cover this call too
      if (now.verdict !== "ask") return now;
      const digest = definitionDigest(servers.definition(server));
      const about = { kind: "approval", server, about: factsOf(call) } as const;
      const reply = await asked({ publish, clock }, about, shown, (signal) => ask(call, tool, signal), isAllowed);
      if (shown.aborted) throw abortError(shown, nameOf(call)); // the asker is gone: the answer grants nothing
      if (!reply.allow) {
        note(call, { by: "question" });
        throw denied(call, message("calls.declined", "you declined. Call it again to be asked again"));
      }
      // The answer is for the server that was asked about, not for one that took its name meanwhile.
      if (definitionDigest(servers.definition(server)) !== digest)
        throw denied(
          call,
          message("calls.entryChanged", "its entry in the settings changed while you were asked. Call it again"),
        );
      if (call.pin && pins && !pins.isStill(server, call.pin, call.pin.digest)) throw changedMeanwhile(call);
      if (reply.span !== "once") await grants.grant(call, reply);
      return allowed("question");
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
    if (final.verdict !== "allow")
      throw denied(call, message("calls.forbidden", "your setting mcpHub.policy forbids it"));
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

/**
 * Whether an `allow` of the policy counts. A name is not proof of identity: a workspace may name its own server like one of the person's,
 * and a tool may be named like a method of the protocol, which a rule means.
 */
function mayAllow(
  rule: PolicyRule,
  { method, tool }: Pick<ToolCall, "method" | "tool">,
  { scope }: ServerDefinition,
): boolean {
  if (scope === "workspace" || scope === "folder") return false;
  return method !== "tools/call" || !methods.has(tool) || rule.pattern.includes("*");
}

const methods: ReadonlySet<string> = new Set<RequestMethod>([
  "tools/call",
  "resources/read",
  "prompts/get",
  "completion/complete",
  "skills/list",
]);

/**
 * Whether a model may call a tool, or use a prompt, without any question, for every caller: then nobody looks at it, and its first listing
 * is what counts as agreed to.
 */
export const neverAsks =
  ({
    servers,
    options,
    grants,
  }: Pick<ApproveParts, "options" | "grants"> & { readonly servers: Pick<ServerAccess, "definition"> }) =>
  (server: ServerId, method: "tools/call" | "prompts/get", tool: Pick<Tool, "name" | "hints">): boolean => {
    const { policy, approval } = options();
    const rule = policyFor(policy, server, tool.name);
    if (rule?.verdict === "deny") return false;
    if (rule?.verdict === "allow" && mayAllow(rule, { method, tool: tool.name }, servers.definition(server)))
      return true;
    if (grants.coversServer(server)) return true;
    if (rule?.verdict === "ask") return false;
    return approval === "never" || (approval === "writes" && grants.trusts(server) && onlyReads(tool));
  };

const allowed = (by: Exclude<Decision["by"], "policy">): Ruling => ({ verdict: "allow", decision: { by } });

const isAllowed = ({ allow }: { readonly allow: boolean }): boolean => allow;

function note(call: ToolCall, decision: Decision): void {
  if (call.trace) call.trace.decision = decision;
}

const onlyReads = ({ hints }: Pick<Tool, "hints">): boolean => hints.readOnly === true && hints.destructive !== true;

/**
 * What the server itself lists may be read, and its skills listed. Any other address is the idea of a model, and could carry data away in
 * its words.
 */
function isListed(call: ToolCall, servers: Pick<ServerAccess, "catalog">): boolean {
  if (call.method === "skills/list") return true;
  if (call.method !== "resources/read") return false;
  return servers.catalog(call.server).resources.some(({ uri }) => uri === call.args.uri);
}

const denied = (call: ToolCall, reason: string) =>
  new HubError("denied", message("calls.denied", "{call} was not run: {reason}.", { call: nameOf(call), reason }), {
    sent: "no",
  });
