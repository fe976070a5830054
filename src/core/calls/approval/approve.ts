import type { Tool } from "../../catalog/catalog";
import { definitionDigest } from "../../config/schema/definitionDigest";
import type { Options } from "../../config/schema/settings";
import type { Hub } from "../../hub/hub";
import { abortError, HubError } from "../../kernel/hubError";
import type { ToolResult } from "../../messages/toolResult";
import type { QuestionDesk } from "../../questions/questionDesk";
import { nameOf } from "../budget";
import type { Handler, Layer, ToolCall } from "../toolCall";
import type { AskPerson, Grants } from "./grants";
import { policyFor, type Verdict } from "./policy";

export interface ApproveOptions {
  readonly hub: Pick<Hub, "tool" | "definition">;
  readonly options: () => Options;
  readonly grants: Grants;
  readonly ask: AskPerson;
  readonly desk: QuestionDesk;
  /** What needs no answer unless the policy wants one, such as reading what the server itself lists. */
  readonly isOffered?: (call: ToolCall) => boolean;
}

/** Nothing below this layer runs without a yes: from the person's policy, or from the person. */
export function approve({ hub, options, grants, ask, desk, isOffered }: ApproveOptions): Layer {
  const verdict = (call: ToolCall, tool: Tool): Verdict => {
    const { policy, approval } = options();
    const rule = policyFor(policy, call.server, call.tool);
    if (rule === "deny") return "deny";
    // A name is not proof of who it is: a workspace may name its own server like one of the person's.
    const { scope } = hub.definition(call.server);
    if (rule === "allow" && scope !== "workspace" && scope !== "folder") return "allow";
    if (grants.allows(call.server, call.tool)) return "allow";
    if (rule === "ask") return "ask";
    if (approval === "never" || isOffered?.(call)) return "allow";
    if (approval === "writes" && grants.trusts(call.server) && onlyReads(tool)) return "allow";
    return "ask";
  };

  const askAtDesk = (call: ToolCall, tool: Tool): Promise<Verdict> => {
    const { server } = call;
    const question = { kind: "approval", server, signal: call.signal, what: nameOf(call) } as const;
    return desk.ask(question, async (signal): Promise<Verdict> => {
      const now = verdict(call, tool); // the answer to an earlier question may cover this call too
      if (now !== "ask") return now;
      const asked = definitionDigest(hub.definition(server));
      const reply = await ask({ ...call, signal }, tool);
      if (signal.aborted) throw abortError(signal, nameOf(call)); // nobody waits for this answer: it grants nothing
      if (!reply.allow) throw denied(call, "you declined. Call it again to be asked again");
      // The answer is for the server that was asked about, not for one that took its name meanwhile.
      if (definitionDigest(hub.definition(server)) !== asked)
        throw denied(call, "its entry in the settings changed while you were asked. Call it again");
      if (reply.span !== "once") await grants.grant(server, call.tool, reply);
      return "allow";
    });
  };

  const afterAll = async (next: Handler, call: ToolCall): Promise<ToolResult> => {
    const tool = call.offered ?? (await hub.tool(call.server, call.tool, call.signal));
    const now = verdict(call, tool);
    const final = now === "ask" ? await askAtDesk(call, tool) : now;
    if (final === "deny") throw denied(call, "your setting mcpHub.policy forbids it");
    if (call.signal.aborted) throw abortError(call.signal, nameOf(call));
    return next(call);
  };

  // What needs no question waits for nothing.
  return (next) => (call) => {
    const isFree = call.offered && !call.signal.aborted && verdict(call, call.offered) === "allow";
    return isFree ? next(call) : afterAll(next, call);
  };
}

const onlyReads = ({ hints }: Tool): boolean => hints.readOnly === true && hints.destructive !== true;

const denied = (call: ToolCall, reason: string) =>
  new HubError("denied", `${nameOf(call)} was not run: ${reason}.`, { sent: "no" });
