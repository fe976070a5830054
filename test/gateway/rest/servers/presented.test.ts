import assert from "node:assert/strict";
import { withoutLoginShell } from "../../../support/aComposedHub";
import { assertFailed } from "../../../support/assertFailed";
import { fixture, type RestHub, restHub } from "../../../support/restHub";
import { aClient, RestServer } from "../../../support/restServer";

describe("tools that the settings present otherwise, over a real hub", () => {
  withoutLoginShell();
  let world: RestHub;
  let server: RestServer;

  before(async () => {
    const tools = { echo: { alias: "say", description: "Speaks.", defaults: { text: "hi" } } };
    world = restHub({ files: { ...fixture(), tools } });
    server = await RestServer.start(
      world.parts,
      aClient("narrow", { scopes: [{ tools: ["files/echo"] }] }),
      aClient("other", { scopes: [{ tools: ["files/say"] }] }),
    );
    await world.composed.hub.connect("files");
  });
  after(async () => {
    await server.stop();
    await world.composed.close();
  });

  it("are listed under their alias, with what the server says of them", async () => {
    const { body } = await server.ask("GET", "/servers/files/tools", { client: "narrow" });
    assert.deepEqual(body.tools, [
      {
        name: "say",
        original_name: "echo",
        original_description: "Says it again.",
        description: "Speaks.",
        input_schema: { type: "object", properties: { text: { type: "string", default: "hi" } } },
        hints: { read_only: true, idempotent: true },
      },
    ]);
  });

  it("are called by both names, within the scope of the own one", async () => {
    const call = (tool: string, client: string) =>
      server.chat({ server_id: "files", tool_name: tool, tool_input: {} }, { client });
    for (const tool of ["say", "echo"]) {
      const { status, body } = await call(tool, "narrow");
      assert.equal(status, 200, body.message);
      assert.deepEqual([body.tool_name, body.tool_output?.content[0]?.text], [tool, "hi"]);
    }
    assertFailed(await call("say", "other"), 403, "AUTHORIZATION_ERROR", /may not use "say" on "files"/);
  });

  it("say which fields are wrong, by either name", async () => {
    for (const tool of ["say", "echo"]) {
      const reply = await server.chat({ server_id: "files", tool_name: tool, tool_input: { text: [] } });
      assert.deepEqual(
        reply.body.error?.details.fields?.map(({ path }) => path),
        ["tool_input.text"],
      );
    }
  });
});
