import type { Requests } from "../../core/calls/requests";
import { newCall } from "../../core/calls/toolCall";
import type { CompletionAsk } from "../../core/messages/completion";
import type { Era } from "../../protocol/era";
import type { ServerId } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import type { Asking } from "./asking";
import { failedCall, unknownMethod, wrongParams } from "./errors";
import { callResult, completionResult, promptResult, readResult } from "./results";
import type { Json, RpcRequest } from "./rpc";
import type { View } from "./view/view";

/**
 * Runs a request that reaches a server, through the path of every request. Resolves with the result as an object of the protocol; rejects
 * with an `RpcError` or a `HubError`.
 */
export async function serverRequest(
  requests: Requests,
  view: View,
  { method, params }: Pick<RpcRequest, "method" | "params">,
  era: Era,
  asking: Asking,
): Promise<Json> {
  switch (method) {
    case "tools/call":
      return call(requests, view, params, era, asking);
    case "resources/read": {
      const uri = text(params.uri, "uri");
      return requests.readResource({ ...asking, server: view.owner(uri), uri }).then(readResult);
    }
    case "prompts/get": {
      const { server, name } = view.prompt(text(params.name, "name"));
      return requests.getPrompt({ ...asking, server, name, args: texts(params.arguments) }).then(promptResult);
    }
    case "completion/complete":
      return complete(requests, view, params, asking).then(completionResult);
    default:
      throw unknownMethod(method, era);
  }
}

/** The server that a request runs at. Throws as `serverRequest` does. */
export function targetOf(view: View, { method, params }: Pick<RpcRequest, "method" | "params">): ServerId {
  switch (method) {
    case "tools/call":
      return view.tool(text(params.name, "name")).server;
    case "resources/read":
      return view.owner(text(params.uri, "uri"));
    case "prompts/get":
      return view.prompt(text(params.name, "name")).server;
    default:
      return "";
  }
}

async function call(requests: Requests, view: View, params: Json, era: Era, asking: Asking): Promise<Json> {
  const { server, name } = view.tool(text(params.name, "name"));
  const args = params.arguments ?? {};
  if (!isObject(args)) throw wrongParams("arguments must be an object");
  try {
    return callResult(await requests.callTool(newCall({ ...asking, server, tool: name, args })), era);
  } catch (error) {
    const failed = asking.signal.aborted ? undefined : failedCall(error, era);
    if (failed) return failed;
    throw error;
  }
}

function complete(requests: Requests, view: View, { ref, argument, context }: Json, asking: Asking) {
  if (!isObject(ref) || !isObject(argument)) throw wrongParams("ref and argument must be objects");
  const asked = {
    argument: text(argument.name, "argument.name"),
    value: text(argument.value, "argument.value"),
    others: texts(isObject(context) ? context.arguments : undefined),
  };
  const [server, of] = completed(view, ref);
  return requests.complete({ ...asking, server, of: { ...asked, of } });
}

function completed(view: View, ref: Json): readonly [server: string, of: CompletionAsk["of"]] {
  if (ref.type === "ref/prompt") {
    const { server, name } = view.prompt(text(ref.name, "ref.name"));
    return [server, { prompt: name }];
  }
  if (ref.type !== "ref/resource") throw wrongParams("ref.type must be ref/prompt or ref/resource");
  const uriTemplate = text(ref.uri, "ref.uri");
  return [view.templateOwner(uriTemplate), { uriTemplate }];
}

function text(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw wrongParams(`${name} must be a text`);
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (!isObject(value) || Object.values(value).some((one) => typeof one !== "string"))
    throw wrongParams("arguments must be an object of texts");
  return value as Readonly<Record<string, string>>;
}
