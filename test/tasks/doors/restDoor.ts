import type { ReplyBody } from "../../support/restServer";
import type { WholeGateway } from "../../support/wholeGateway";
import { ScriptedModel } from "../model/scriptedModel";
import type { Call, Offered, Scene, Shown } from "../model/thought";
import type { MadeCall, Place, Task, TaskRun } from "../task";

/** A script that gives its model the tools and services of the REST API. */
export async function overRest(gateway: WholeGateway, place: Place, task: Task, calls: MadeCall[]): Promise<TaskRun> {
  const model = new ScriptedModel(task.goal);
  const said: string[] = [];
  const turn = async (asked: string) => {
    const tools = await offered(gateway);
    let results: readonly Shown[] = [];
    for (;;) {
      const scene: Scene = { asked, tools, results };
      const reply = await model.reply(scene);
      if (reply.kind === "say") return void said.push(reply.text);
      results = await Promise.all(reply.calls.map((call) => answered(gateway, call)));
      calls.push(...results.map((result, at) => ({ tool: reply.calls[at]?.name ?? "", ...result })));
    }
  };
  await Promise.all([turn(task.asks), task.meanwhile?.(place)]);
  if (task.person) await turn(await task.person(place));
  return { said, calls, steps: model.steps };
}

/** What a program reads of the API before it asks a model: every tool of every server, and the methods that a server can do. */
async function offered(gateway: WholeGateway): Promise<readonly Offered[]> {
  const { servers } = await read<{ servers: readonly { id: string; ready: boolean }[] }>(gateway, "/servers");
  const ofServers = servers
    .filter(({ ready }) => ready)
    .map(async ({ id }) => {
      const { tools } = await read<{ tools: readonly ListedTool[] }>(gateway, `/servers/${id}/tools`);
      return tools.map((tool) => offeredTool(`${id}__${tool.name}`, tool));
    });
  const tools = (await Promise.all(ofServers)).flat();
  return [listServers, ...(await methods(gateway)), ...tools];
}

const listServers: Offered = {
  name: "list_servers",
  description: "Lists the servers.",
  inputSchema: { type: "object", properties: {} },
};

interface ListedTool {
  readonly name: string;
  readonly input_schema: Offered["inputSchema"];
  readonly description?: string;
}

/** Lists are compared with the document elsewhere: here it would take most of the time. */
async function read<T>(gateway: WholeGateway, path: string): Promise<T> {
  return (await gateway.fetch("GET", `/api/v1/mcp${path}`)).json() as Promise<T>;
}

const offeredTool = (name: string, tool: ListedTool): Offered => ({
  name,
  description: tool.description ?? "",
  inputSchema: tool.input_schema,
});

interface ServiceBody {
  readonly services: readonly {
    readonly service: string;
    readonly methods: readonly {
      readonly method: string;
      readonly description: string;
      readonly input_schema: { readonly properties?: object };
      readonly servers: readonly { readonly ready: boolean }[];
    }[];
  }[];
}

async function methods(gateway: WholeGateway): Promise<readonly Offered[]> {
  const { services } = await read<ServiceBody>(gateway, "/services");
  return services.flatMap(({ service, methods: all }) =>
    all
      .filter(({ servers }) => servers.some(({ ready }) => ready))
      .map(({ method, description, input_schema: schema }) => ({
        name: `${service}.${method}`,
        description,
        inputSchema: { ...schema, properties: { ...schema.properties, server: { type: "string" } } },
      })),
  );
}

async function answered(gateway: WholeGateway, { name, input }: Call): Promise<Shown> {
  const { status, body } = await sent(gateway, name, input);
  if (status !== 200) return { text: JSON.stringify(body.error), isError: true };
  return { text: textOf(body), isError: false };
}

function sent(gateway: WholeGateway, name: string, { server, ...input }: Call["input"]) {
  if (name === listServers.name) return gateway.ask("GET", "/servers");
  const [service, method] = name.split(".");
  if (method !== undefined)
    return gateway.ask("POST", `/services/${service}/${method}`, {
      body: { arguments: input, ...(server !== undefined && { server_id: server }) },
    });
  const [id = "", ...tool] = name.split("__");
  return gateway.chat(id, tool.join("__"), { ...input, ...(server !== undefined && { server }) });
}

/** What a program gives its model of an answer. */
function textOf(body: ReplyBody): string {
  if (body.tool_output) {
    const { content, structuredContent } = body.tool_output as {
      content: readonly { text?: string }[];
      structuredContent?: unknown;
    };
    const text = content.map((block) => block.text ?? "").join("\n\n");
    return text === "" ? JSON.stringify(structuredContent) : text;
  }
  return JSON.stringify(body.result ?? body);
}
