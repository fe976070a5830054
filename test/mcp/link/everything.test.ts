import assert from "node:assert/strict";
import { noAbort, openLinks } from "../../support/openLinks";
import { everythingPlans } from "../../support/startEverything";

/** The official test server, a real peer built on the 1.x SDK, over each of the three transports. */
describe("server-everything", function () {
  this.timeout(30_000);
  const open = openLinks();
  const planOf = everythingPlans();

  for (const [name, transport] of [
    ["stdio", "stdio"],
    ["http", "http"],
    ["http, falling back", "sse"],
    ["sse", "sse"],
  ] as const)
    it(`works over ${name}`, async () => {
      const plan = planOf(name);
      const { link } = await open(plan);
      assert.equal(link.info.name, "mcp-servers/everything");
      assert.equal(link.info.protocolVersion, "2025-11-25");
      assert.equal(link.info.transport, transport);

      const catalog = await link.catalog(noAbort());
      const tool = catalog.tools.find(({ name }) => name === "get-structured-content");
      assert.ok(tool?.outputSchema);
      assert.deepEqual(
        [catalog.tools.length > 10, catalog.resources.length, catalog.resourceTemplates.length, catalog.prompts.length],
        [true, 7, 2, 4],
      );

      const options = { signal: noAbort() };
      assert.deepEqual((await link.callTool("get-sum", { a: 2, b: 3 }, options)).content, [
        { type: "text", text: "The sum of 2 and 3 is 5." },
      ]);
      const { structured } = await link.callTool(tool.name, { location: "New York" }, options);
      assert.deepEqual(Object.keys(Object(structured)), ["temperature", "conditions", "humidity"]);

      const steps: number[] = [];
      const onProgress = ({ progress }: { progress: number }) => steps.push(progress);
      await link.callTool("trigger-long-running-operation", { duration: 0.2, steps: 2 }, { ...options, onProgress });
      assert.deepEqual(steps, [1, 2]);

      const [first] = catalog.resources;
      assert.ok(first);
      assert.equal((await link.readResource(first.uri, options))[0]?.uri, first.uri);
      const messages = await link.getPrompt("args-prompt", { city: "Paris" }, options);
      assert.match(JSON.stringify(messages), /Paris/);
    });

  for (const name of ["stdio", "http", "sse"]) {
    it(`reports over ${name} when a resource changes, until unsubscribed`, async () => {
      const plan = planOf(name);
      const { link, heard } = await open(plan);
      const [first] = (await link.catalog(noAbort())).resources;
      assert.ok(first);
      await link.subscribe(first.uri, noAbort());
      await link.callTool("toggle-subscriber-updates", {}, { signal: noAbort() });
      const told = await heard.until(({ notifications }) =>
        notifications.find(({ method }) => method === "notifications/resources/updated"),
      );
      assert.deepEqual(told.params, { uri: first.uri });
      await link.unsubscribe(first.uri);
    });

    it(`proposes values over ${name} for arguments of prompts and templates`, async () => {
      const plan = planOf(name);
      const { link } = await open(plan);
      const ask = { of: { prompt: "completable-prompt" }, argument: "department", value: "S", others: {} };
      assert.deepEqual(await link.complete(ask, { signal: noAbort() }), ["Sales", "Support"]);
      const names = { ...ask, argument: "name", value: "", others: { department: "Sales" } };
      assert.deepEqual(await link.complete(names, { signal: noAbort() }), ["David", "Eve", "Frank"]);

      const of = { uriTemplate: "demo://resource/dynamic/text/{resourceId}" };
      const numbers = { of, argument: "resourceId", value: "7", others: {} };
      assert.deepEqual(await link.complete(numbers, { signal: noAbort() }), ["7"]);
      assert.deepEqual(
        await link.complete({ ...numbers, value: "x" }, { signal: noAbort() }),
        [],
        "it knows numbers only",
      );
    });

    it(`lowers its voice over ${name}`, async () => {
      const plan = planOf(name);
      const { link, heard } = await open(plan);
      const uris = (await link.catalog(noAbort())).resources.map(({ uri }) => uri);
      const about = (at: number) => heard.logs.some(({ text }) => text.includes(String(uris[at])));
      // It logs each subscription, as information, and sends all its messages in one order.
      for (const [at, level] of (["info", "error", "info"] as const).entries()) {
        await link.setLogLevel(level, noAbort());
        await link.subscribe(String(uris[at]), noAbort());
        if (level === "info") await heard.until(() => about(at));
      }
      assert.deepEqual([about(0), about(1), about(2)], [true, false, true]);
    });
  }
});
