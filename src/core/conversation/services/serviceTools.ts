import type { Caller } from "../../../protocol/caller";
import type { ServerId } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import { type AbleServer, ableServers } from "../../calls/services/ableServers";
import type { CallFacts, MethodEntry, SeesTool, ServiceDoor } from "../../calls/services/serviceDoor";
import { newCall } from "../../calls/toolCall";
import { HubError } from "../../kernel/hubError";
import { toJson } from "../../kernel/json/exactJson";
import { safeLine } from "../../kernel/redact";
import { unfencedData } from "../../messages/fence";
import { type ResultLimits, resultText, trimmedResult } from "../../messages/resultText";
import type { ToolResult } from "../../messages/toolResult";
import type { ChatPorts } from "../chatPorts";
import { asArguments, type ModelTool, type RunContext, type RunResult, readOnText, running } from "../modelTool";
import { serviceToolSchema } from "./serviceToolSchema";
import { type ServiceToolName, serviceToolNames, serviceToolTexts } from "./serviceToolTexts";

/** The tools of the typed services that a server can do now, for a caller; none where there are no services. */
export async function serviceTools(deps: ChatPorts, caller: Caller): Promise<readonly ModelTool[]> {
  // Without a tool or a resource nothing can be done, and the code of the services is not loaded.
  const isEmpty = deps.stream.view.servers.every(({ counts }) => counts.tools + counts.resourceTemplates === 0);
  if (isEmpty || !deps.services) return [];
  const door = await deps.services();
  return serviceToolNames
    .filter((name) => ableFor(deps, door, name).length > 0)
    .flatMap((name) => serviceTool(deps, door, caller, name) ?? []);
}

/** The servers that can do what a tool does, and are there when it is used. */
const ableFor = (deps: ChatPorts, door: ServiceDoor, name: ServiceToolName): readonly AbleServer[] =>
  ableServers(door, deps.stream.view.servers, serviceToolTexts[name].method, sees(deps)).filter(
    ({ isUsable }) => isUsable,
  );

/** A model does not use what the person has not agreed to. */
const sees =
  ({ pins }: ChatPorts) =>
  (server: ServerId): SeesTool =>
  (tool) =>
    !pins.withholds(server, { kind: "tool", name: tool.name }, tool.digest);

function serviceTool(deps: ChatPorts, door: ServiceDoor, caller: Caller, name: ServiceToolName): ModelTool | undefined {
  const { method, displayName, modelDescription } = serviceToolTexts[name];
  const entry = door.methods.find((one) => one.method === method);
  if (!entry) return undefined;
  return {
    name,
    description: modelDescription,
    get inputSchema() {
      return serviceToolSchema(entry).schema;
    },
    activity: () => running(displayName),
    run: async (input, context) => {
      const { server: named, ...args } = argumentsIn(name, entry, input);
      const server = serverFor(ableFor(deps, door, name), method, named);
      const value = await door.call({
        server,
        method,
        input: args,
        caller,
        signal: context.signal,
        sees: sees(deps)(server),
        facts: () => factsOf(context),
      });
      return asRunResult(deps, caller, { server, method, args, value }, context);
    },
  };
}

function argumentsIn(name: ServiceToolName, entry: MethodEntry, input: unknown): Readonly<Record<string, unknown>> {
  const given = unfencedData(asArguments(name, input));
  return serviceToolSchema(entry).restore(isObject(given) ? given : {});
}

/** The server that the model names, or the only one that can do it. */
function serverFor(able: readonly AbleServer[], method: string, named: unknown): ServerId {
  if (typeof named === "string" && named !== "") return named;
  const [only, ...others] = able.map(({ server }) => server);
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined)
    throw new HubError(
      "unsupported",
      message("chat.nobodyCan", 'No connected server can do "{method}" anymore.', { method }),
    );
  throw new HubError(
    "bad-arguments",
    message("chat.severalCan", 'Several servers can do "{method}": {servers}. Name one of them as "server".', {
      method,
      servers: [only, ...others].join(", "),
    }),
  );
}

const factsOf = ({ conversation, onProgress, onAsking, onAsked }: RunContext): CallFacts => ({
  ...(conversation !== undefined && { conversation }),
  ...(onProgress && { onProgress }),
  ...(onAsking && { onAsking }),
  ...(onAsked && { onAsked }),
});

/** What a method gave. */
interface Given {
  readonly server: ServerId;
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

/** A typed result as text for a model, which can read on in it where it is large. */
function asRunResult(
  { kept }: ChatPorts,
  caller: Caller,
  { server, method, args, value }: Given,
  { signal, limit, personSees = false }: RunContext,
): RunResult {
  const whole: ToolResult = { content: [{ type: "text", text: toJson(value) ?? "" }], isError: false };
  const origin = { server, tool: method };
  const trimTo: ResultLimits = { name: `${safeLine(server, 80)}/${method}`, limit, personSees, origin };
  const call = newCall({ server, tool: method, args, caller, signal, trimTo });
  const isTrimmed = trimmedResult(whole, trimTo).trimmed !== undefined;
  const handle = isTrimmed && kept.keep(call, whole) ? call.id : undefined;
  const result = trimmedResult(whole, trimTo, handle);
  const shown = resultText(result, trimTo);
  const next = result.trimmed && handle !== undefined ? [readOnText(handle, result.trimmed.next)] : [];
  return { ...shown, text: [shown.text, ...next].join("\n\n"), whole: { server, result: whole } };
}
