import assert from "node:assert/strict";
import { fromJsonSchema, inputRequired, McpServer } from "@modelcontextprotocol/server";
import { withoutLoginShell } from "../../../support/aComposedHub";
import { aGateway, type Gateway } from "../../../support/aGateway";
import { type ModernServer, startModernServer } from "../../../support/modernServer";
import { modernPost } from "../../../support/rawMcp";

const requestedSchema = { type: "object" as const, properties: { a: { type: "string" as const } } };
const forms = { elicitation: {} };
const accept = (a: string) => ({ action: "accept", content: { a } });

/** A server that asks for `city`, and then for `day`. */
function planner(): McpServer {
  const server = new McpServer({ name: "planner", version: "1" });
  const inputSchema = fromJsonSchema<Record<string, never>>({ type: "object" });
  server.registerTool("plan", { inputSchema }, (_, context) => {
    const { city, day } = (context.mcpReq.inputResponses ?? {}) as Record<string, unknown>;
    if (city && day) return { content: [{ type: "text", text: JSON.stringify({ city, day }) }] };
    return inputRequired({
      inputRequests: {
        ...(!city && { city: inputRequired.elicit({ message: "Which city?", requestedSchema }) }),
        ...(!day && { day: inputRequired.elicit({ message: "Which day?", requestedSchema }) }),
      },
    });
  });
  return server;
}

describe("the questions of a server without a handshake, for a client without one", () => {
  let server: ModernServer;
  let gateway: Gateway;
  withoutLoginShell();

  before(async () => {
    server = await startModernServer("reject", 0, planner);
    gateway = await aGateway({ one: server.url });
  });
  after(async () => {
    await gateway.close();
    await server.stop();
  });

  const plan = async (more: object = {}) => {
    const params = { name: "one__plan", arguments: {}, ...more };
    const { result, error } = await (
      await modernPost(gateway.url, "tools/call", params, { capabilities: forms })
    ).last();
    return result ?? assert.fail(JSON.stringify(error));
  };
  const answers = { city: accept("Bern"), day: accept("Monday") };
  const asResult = JSON.stringify(answers);
  const textOf = ({ content }: Awaited<ReturnType<typeof plan>>) =>
    String((content as readonly { readonly text?: string }[])[0]?.text);
  const asked = ({ inputRequests }: Awaited<ReturnType<typeof plan>>) => Object.keys(inputRequests ?? {}).sort();

  it("have the names that the server gave them, by which they are answered", async () => {
    let given = await plan();
    for (let round = 0; given.resultType === "input_required" && round < 4; round++) {
      for (const name of asked(given)) assert.ok(name in answers, name);
      given = await plan({ requestState: given.requestState, inputResponses: answers });
    }
    assert.deepEqual(JSON.parse(textOf(given)), answers);
  });

  it("are not asked where the client answered them with the call", async () => {
    assert.deepEqual(JSON.parse(textOf(await plan({ inputResponses: answers }))), JSON.parse(asResult));
  });

  it("are asked as far as the early answers leave them open", async () => {
    const given = await plan({ inputResponses: { day: accept("Monday"), weather: accept("fine") } });
    assert.deepEqual(asked(given), ["city"]);
    const end = await plan({ requestState: given.requestState, inputResponses: { city: accept("Bern") } });
    assert.deepEqual(JSON.parse(textOf(end)), answers);
  });
});
