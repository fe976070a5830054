import assert from "node:assert/strict";
import type { ToolCall } from "../../../src/core/calls/toolCall";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import {
  definitionSize,
  definitionTokens,
  failureForModel,
  type RunContext,
  resultLimit,
  serverTool,
} from "../../../src/core/conversation/modelTool";
import { HubError } from "../../../src/core/kernel/hubError";
import { toJson } from "../../../src/core/kernel/json/exactJson";
import type { ToolResult } from "../../../src/core/messages/toolResult";
import { aCall, done } from "../../support/callFixture";
import { chatFixture, never } from "../../support/chatFixture";
import { aTool } from "../../support/fakeLink";
import { unfenced } from "../../support/unfenced";

async function echo() {
  const { deps } = await chatFixture({ servers: { a: { tools: [aTool("echo", { description: "d".repeat(5000) })] } } });
  const [tool] = deps.hub.tools();
  assert.ok(tool);
  return serverTool(deps, { door: "chat" }, tool);
}

describe("a server's tool for a model", () => {
  for (const input of [undefined, null, {}, "", "{}", "null"])
    it(`accepts ${input === undefined ? "nothing" : JSON.stringify(input)} as no arguments`, async () => {
      const { text } = await (await echo()).run(input, { signal: never, limit: 1000 });
      assert.equal(unfenced(text), "echo {}");
    });

  for (const input of [[], "echo", 7, true])
    it(`refuses ${JSON.stringify(input)}`, async () => {
      await assert.rejects((await echo()).run(input, { signal: never, limit: 1000 }), {
        code: "bad-arguments",
        message: `The arguments of "a__echo" must be a JSON object, not ${JSON.stringify(input)}.`,
      });
    });

  for (const text of ['{"id": 725653563933458433}', '"{\\"id\\": 725653563933458433}"'])
    it(`reads ${text}, with every digit`, async () => {
      const { deps } = await chatFixture({ servers: { a: { tools: [aTool("echo")] } } });
      const [found] = deps.hub.tools();
      assert.ok(found);
      const seen: unknown[] = [];
      const callTool: typeof deps.requests.callTool = async ({ args }) => {
        seen.push(args);
        return done;
      };
      const requests = { ...deps.requests, callTool };
      await serverTool({ ...deps, requests }, { door: "chat" }, found).run(text, { signal: never, limit: 1000 });
      assert.equal(toJson(seen[0]), '{"id":725653563933458433}');
    });

  it("gives the model all of a description that the hub keeps", async () => {
    assert.equal((await echo()).description, `MCP server "a": ${"d".repeat(5000)}`);
  });

  it("gives the model a schema that every provider accepts, and the tool its own names", async () => {
    const inputSchema = {
      type: "object",
      properties: { "$filter by": { type: "string" } },
      oneOf: [{}, { required: ["x"] }],
    };
    const { deps } = await chatFixture({ servers: { a: { tools: [aTool("echo", { inputSchema })] } } });
    const [found] = deps.hub.tools();
    assert.ok(found);
    const tool = serverTool(deps, { door: "chat" }, found);
    assert.deepEqual(Object.keys(Object(tool.inputSchema.properties)), ["_filter_by"]);
    assert.equal(tool.inputSchema.oneOf, undefined);
    assert.match(tool.description, /^MCP server "a": echo\n\nExactly one of these must hold: /);
    const { text } = await tool.run({ _filter_by: "x" }, { signal: never, limit: 1000 });
    assert.equal(unfenced(text), 'echo {"$filter by":"x"}');
  });
});

describe("a run of a server's tool", () => {
  const caller = { door: "chat" } as const;
  const context = { signal: never, limit: 1000 };

  /** The tool `echo`, whose call ends with the result; `seen` has the calls. */
  async function answering(result: ToolResult = done) {
    const { deps } = await chatFixture({ servers: { a: { tools: [aTool("echo")] } } });
    const seen: ToolCall[] = [];
    const callTool: typeof deps.requests.callTool = async (call) => {
      seen.push(call);
      return result;
    };
    const [found] = deps.hub.tools();
    assert.ok(found);
    const tool = serverTool({ ...deps, requests: { ...deps.requests, callTool } }, caller, found);
    const run = (more: Partial<RunContext> = {}) => tool.run({}, { ...context, ...more });
    return { seen, run, kept: deps.kept, tool, found };
  }

  it("is the call of its caller, with the room that there is for the result", async () => {
    const { seen, run } = await answering();
    await run();
    await run({ limit: 5, personSees: true });
    assert.deepEqual(
      seen.map(({ server, tool, caller, signal, trimTo }) => ({ server, tool, caller, signal, trimTo })),
      [
        { limit: 1000, personSees: false },
        { limit: 5, personSees: true },
      ].map((room) => ({
        server: "a",
        tool: "echo",
        caller,
        signal: never,
        trimTo: { name: "a/echo", origin: { server: "a", tool: "echo" }, ...room },
      })),
    );
  });

  it("hands on what listens, and the conversation, where it has them", async () => {
    const { seen, run } = await answering();
    const given = { onProgress: () => {}, onAsking: () => {}, onAsked: () => {}, conversation: "c" };
    await run();
    await run(given);
    const [without, withAll] = seen;
    assert.ok(without && withAll);
    for (const name of ["onProgress", "onAsking", "onAsked", "conversation"] as const) {
      assert.equal(Object.hasOwn(without, name), false, name);
      assert.equal(withAll[name], given[name], name);
    }
  });

  it("has the result as text, and as it is", async () => {
    const { run } = await answering();
    const { text, isError, whole } = await run();
    assert.equal(unfenced(text), "done");
    assert.equal(isError, false);
    assert.deepEqual(whole, { server: "a", result: done });
  });

  it("has the whole of a result that was trimmed and is kept, and says how to read on", async () => {
    const begun: ToolResult = { ...done, trimmed: { bytes: 9000, next: 4, handle: "h" } };
    const { run, kept } = await answering(begun);
    const gone = await run();
    assert.deepEqual(gone.whole, { server: "a", result: begun });
    const all: ToolResult = { content: [{ type: "text", text: "done, and more" }], isError: false };
    kept.keep({ ...aCall(), id: "h" }, all);
    const { text, whole } = await run();
    assert.deepEqual(whole, { server: "a", result: all });
    assert.match(text, /\n\n\(To read on, call mcpHub_readResult with \{"result":"h","from":4\}\.\)$/);
  });

  it("says nothing of reading on where the rest is not kept", async () => {
    const { run } = await answering({ ...done, trimmed: { bytes: 9000, next: 4 } });
    assert.doesNotMatch((await run()).text, /To read on/);
  });

  it("is named by the tool and its server while it runs and after it", async () => {
    const { tool } = await answering();
    assert.deepEqual(tool.activity({}), { doing: "Running echo on a", done: "echo on a" });
  });

  it("has a definition, of which three characters count as a token", async () => {
    const { tool, found } = await answering();
    const { name, description, inputSchema } = tool;
    assert.equal(definitionSize(tool), `${name}${description}${JSON.stringify(inputSchema)}`.length);
    const sizes = ["", "1", "12"].map((more) => {
      const longer = { ...found, modelName: `${found.modelName}${more}` };
      return { size: definitionSize(tool) + more.length, tokens: definitionTokens(longer) };
    });
    for (const { size, tokens } of sizes) assert.ok(tokens * 3 >= size && tokens * 3 < size + 3, `${size}: ${tokens}`);
  });
});

describe("a failure for a model", () => {
  const origin = { server: "a", error: "e" };

  for (const code of [
    "cancelled",
    "denied",
    "queue-full",
    "result-expired",
    "unknown-server",
    "unknown-task",
    "unknown-tool",
  ] as const)
    it(`is in the hub's own words where it is ${code}`, () =>
      assert.match(failureForModel(new HubError(code, "It is so."), origin), /^It is so\. \S/));

  for (const code of ["server-error", "timeout", "bad-arguments", "not-connected"] as const)
    it(`quotes what may be a server's words where it is ${code}`, () =>
      assert.match(
        failureForModel(new HubError(code, "It is so."), origin),
        /^<untrusted-data \w+ server="a" error="e">\nIt is so\.\n<\/untrusted-data \w+> \S/,
      ));
});

describe("the limit of a result", () => {
  it("is the setting, or less if the caller has fewer tokens", () => {
    assert.equal(resultLimit(defaultOptions), 100 * 1024);
    assert.equal(resultLimit(defaultOptions, 1000), 3000);
    assert.equal(resultLimit(defaultOptions, 1_000_000), 100 * 1024);
    assert.equal(resultLimit(defaultOptions, 0), 1);
  });
});
