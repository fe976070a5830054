import { message } from "../../../protocol/message";
import type { Scope } from "../../../protocol/scope";
import { mayUseServer, mayUseTool } from "../../access/scope";
import { toolNamed } from "../../catalog/catalog";
import { HubError } from "../../kernel/hubError";
import { type CallOptionsOf, nameOf } from "../budget";
import { isKnownRead, type Trusts } from "../callOptions";
import type { ServerAccess } from "../serverAccess";
import type { OuterLayer, ToolCall } from "../toolCall";

export interface ScopedParts {
  readonly servers: Pick<ServerAccess, "catalog">;
  readonly optionsOf: CallOptionsOf;
  readonly trusts: Trusts;
}

/** Lets only through what lies within the scopes of the caller. What a client does not see it cannot call by its name either. */
export function scoped({ servers, optionsOf, trusts }: ScopedParts): OuterLayer {
  const isWithin = (call: ToolCall, scopes: readonly Scope[]): boolean => {
    const { server, tool } = call;
    if (call.method !== "tools/call") return mayUseServer(scopes, server);
    return mayUseTool(scopes, server, tool, () => {
      const offered = toolNamed(servers.catalog(server, call.answers), tool);
      return offered !== undefined && isKnownRead({ ...call, offered }, optionsOf(call), trusts);
    });
  };
  return (next) => (call) => {
    const { scopes } = call.caller;
    if (!scopes || isWithin(call, scopes)) return next(call);
    if (call.trace) call.trace.decision = { by: "scope" };
    throw outOfScope(call);
  };
}

const outOfScope = (call: ToolCall) =>
  new HubError(
    "denied",
    message(
      "calls.outOfScope",
      '{call} was not run: it is not within what "{client}" may use. Widen the scope of its token or its profile.',
      { call: nameOf(call), client: call.caller.client?.name ?? call.caller.door },
    ),
    { sent: "no" },
  );
