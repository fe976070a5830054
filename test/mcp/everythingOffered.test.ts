import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createHub } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { type Everything, everythingOnStdio, startEverything } from "../support/startEverything";

const documents = "node_modules/@modelcontextprotocol/server-everything/dist/docs";

/** The arguments of each tool, and what its answer says as JSON. A window shows each of them on one transport. */
const tools: Readonly<Record<string, readonly [args: object, says: RegExp]>> = {
  echo: [{ message: "hello" }, /Echo: hello/],
  "get-annotated-message": [{ messageType: "success", includeImage: true }, /"type":"image"/],
  "get-env": [{}, /PATH/],
  "get-resource-links": [{ count: 2 }, /"type":"resource_link".*"type":"resource_link"/],
  "get-resource-reference": [{ resourceType: "Blob", resourceId: 5 }, /demo:\/\/resource\/dynamic\/blob\/5/],
  "get-roots-list": [{}, /file:\/\/\/srv\/data/],
  "get-structured-content": [{ location: "Chicago" }, /Light rain/],
  "get-sum": [{ a: 2, b: 40 }, /The sum of 2 and 40 is 42\./],
  "get-tiny-image": [{}, /"type":"image"/],
  "gzip-file-as-resource": [
    { name: "note.gz", data: "data:text/plain;base64,SGVsbG8=", outputType: "resource" },
    /demo:\/\/resource\/session\/note\.gz/,
  ],
  "simulate-research-query": [{ topic: "boats", ambiguous: false }, /Research Report: boats/],
  "toggle-simulated-logging": [{}, /Started simulated, random-leveled logging/],
  "toggle-subscriber-updates": [{}, /Started simulated resource updated notifications/],
  "trigger-elicitation-request": [{}, /User declined/],
  "trigger-elicitation-request-async": [{}, /\[DECLINED\] User declined/],
  "trigger-long-running-operation": [{ duration: 0.2, steps: 2 }, /Duration: 0\.2 seconds, Steps: 2/],
  "trigger-sampling-request": [{ prompt: "Greetings", maxTokens: 50 }, /a model's words/],
  "trigger-sampling-request-async": [{ prompt: "Greetings", maxTokens: 50 }, /a model's words/],
  "trigger-url-elicitation": [
    { url: "https://example.com/there", message: "Confirm" },
    /User declined to open the URL/,
  ],
};

const prompts: Readonly<Record<string, readonly [args: Record<string, string>, says: RegExp]>> = {
  "simple-prompt": [{}, /This is a simple prompt without arguments\./],
  "args-prompt": [{ city: "Paris", state: "Texas" }, /What's weather in Paris, Texas/],
  "completable-prompt": [{ department: "Sales", name: "Eve" }, /promote Eve to the head of the Sales team/],
  "resource-prompt": [{ resourceType: "Text", resourceId: "2" }, /demo:\/\/resource\/dynamic\/text\/2/],
};

/** Every tool, resource and prompt of the protocol's own test server, on each transport. The lists come from the server. */
describe("all that server-everything offers", function () {
  this.timeout(30_000);
  let hub: HeadlessHub;
  const remote: Everything[] = [];

  before(async () => {
    remote.push(...(await Promise.all([startEverything("streamableHttp"), startEverything("sse")])));
    const [http, sse] = remote.map(({ url }) => url);
    const { command, args } = everythingOnStdio;
    hub = createHub({
      servers: {
        stdio: { command, args: [...args] },
        http: { type: "http", url: http },
        sse: { type: "sse", url: sse },
      },
      answers: {
        roots: [{ uri: "file:///srv/data", name: "data" }],
        onForm: async () => ({ action: "decline" }),
        onUrl: async () => "decline",
        onSampling: async () => ({
          model: "m",
          parts: [{ type: "text", text: "a model's words" }],
          stopReason: "endTurn",
        }),
      },
    });
    await hub.ready();
  });
  after(async () => {
    await hub?.close();
    await Promise.all(remote.map((server) => server.stop()));
  });

  for (const server of ["stdio", "http", "sse"]) {
    it(`is what the tests of it know, over ${server}`, () => {
      const catalog = hub.catalog(server);
      const sorted = (all: readonly { name: string }[]) => all.map(({ name }) => name).sort();
      assert.deepEqual(sorted(catalog.tools), Object.keys(tools).sort());
      assert.deepEqual(sorted(catalog.prompts), Object.keys(prompts).sort());
      assert.equal(catalog.resources.length, 7);
    });

    for (const [name, [args, says]] of Object.entries(tools))
      it(`${name} is answered over ${server}`, async () => {
        const { content, isError } = await hub.callTool(server, name, { ...args });
        assert.match(JSON.stringify(content), says);
        assert.equal(isError, false);
      });

    it(`every resource is read over ${server}`, async () => {
      // A tool of another test may have added one of its session.
      const resources = hub.catalog(server).resources.filter(({ uri }) => uri.startsWith("demo://resource/static/"));
      assert.equal(resources.length, 7);
      for (const { uri, name } of resources) {
        const [contents] = await hub.readResource(server, uri);
        assert.equal(Object(contents).text, await readFile(`${documents}/${name}`, "utf8"), uri);
      }
      const made = async (kind: string) =>
        JSON.stringify(await hub.readResource(server, `demo://resource/dynamic/${kind}/4`));
      assert.match(await made("text"), /Resource 4: This is a plaintext resource/);
      assert.match(await made("blob"), /"blob":"[\w+/=]+"/);
    });

    for (const [name, [args, says]] of Object.entries(prompts))
      it(`the prompt ${name} is given over ${server}`, async () => {
        assert.match(JSON.stringify(await hub.getPrompt(server, name, args)), says);
      });
  }
});
