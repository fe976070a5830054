import assert from "node:assert/strict";
import type { Client, JSONRPCRequest } from "@modelcontextprotocol/client";
import type { LinkParts } from "../../../src/mcp/link/linkParts";
import { listPart } from "../../../src/mcp/link/listPart";
import {
  completeArgument,
  setServerLogLevel,
  subscribeToResource,
  withLevel,
} from "../../../src/mcp/link/optionalRequests";
import { noAbort } from "../../support/openLinks";

const everything = {
  tools: {},
  completions: {},
  logging: {},
  prompts: {},
  resources: { subscribe: true },
};
const offer = (revision = "2025-06-18", capabilities: Record<string, unknown> = everything) => ({
  server: "s",
  revision,
  capabilities,
});

/** A client of the SDK that notes what it is asked, and answers with what stands here. */
function fakeClient(answers: Readonly<Record<string, unknown>> = {}) {
  const asked: unknown[] = [];
  const modes: unknown[] = [];
  const client = new Proxy({} as Client, {
    get: (_, method) => (params: unknown, options?: { cacheMode?: string }) => {
      if (method === "getProtocolEra") return answers.era;
      asked.push([method, params]);
      modes.push(options?.cacheMode);
      const answer = answers[String(method)];
      return Promise.resolve(typeof answer === "function" ? answer(params) : answer);
    },
  });
  return { client, asked, modes };
}

describe("a request that not every server knows", () => {
  it("completes an argument of a prompt or a template, with at most 100 values", async () => {
    const values = Array.from({ length: 101 }, (_, at) => String(at));
    const { client, asked } = fakeClient({ complete: { completion: { values } } });
    const ask = { argument: "a", value: "v" };
    const found = await completeArgument(client, offer(), { ...ask, of: { prompt: "p" }, others: {} }, noAbort());
    assert.deepEqual(found, values.slice(0, 100));
    await completeArgument(client, offer(), { ...ask, of: { uriTemplate: "u" }, others: { b: "c" } }, noAbort());
    const argument = { name: "a", value: "v" };
    assert.deepEqual(asked, [
      ["complete", { ref: { type: "ref/prompt", name: "p" }, argument }],
      ["complete", { ref: { type: "ref/resource", uri: "u" }, argument, context: { arguments: { b: "c" } } }],
    ]);
    await assert.rejects(
      completeArgument(client, offer("2025-06-18", {}), { ...ask, of: { prompt: "p" }, others: {} }, noAbort()),
      { code: "server-error", message: /does not offer completion/ },
    );
  });

  it("subscribes to a resource, and ends that", async () => {
    const { client, asked } = fakeClient();
    const changes = { resource: async () => assert.fail("no stream") } as unknown as LinkParts["changes"];
    const end = await subscribeToResource({ client, changes }, offer(), "a:b", noAbort());
    assert.deepEqual(asked.splice(0), [["subscribeResource", { uri: "a:b" }]]);
    await end();
    assert.deepEqual(asked, [["unsubscribeResource", { uri: "a:b" }]]);
    await assert.rejects(subscribeToResource({ client, changes }, offer("2025-06-18", {}), "a:b", noAbort()), {
      code: "server-error",
    });
  });

  it("fails where the server refuses it", async () => {
    const refuse = () => Promise.reject(new Error("refused"));
    const parts = (method: string) =>
      ({ client: fakeClient({ [method]: refuse }).client, setRequestLogLevel: () => {} }) as unknown as LinkParts;
    await assert.rejects(subscribeToResource(parts("subscribeResource"), offer(), "a:b", noAbort()), /refused/);
    const end = await subscribeToResource(parts("unsubscribeResource"), offer(), "a:b", noAbort());
    await assert.rejects(end(), /refused/);
    await assert.rejects(setServerLogLevel(parts("setLoggingLevel"), offer(), "info", noAbort()), /refused/);
  });

  it("subscribes over the stream of changes from revision 2026-07-28 on", async () => {
    const { client, asked } = fakeClient();
    const heard: unknown[] = [];
    const ended = async () => {};
    const changes = {
      resource: async (uri: string) => {
        heard.push(uri);
        return ended;
      },
    } as unknown as LinkParts["changes"];
    assert.equal(await subscribeToResource({ client, changes }, offer("2026-07-28"), "a:b", noAbort()), ended);
    assert.deepEqual([asked, heard], [[], ["a:b"]]);
  });

  it("sets the level of log messages, once or for each request", async () => {
    const { client, asked } = fakeClient();
    const levels: string[] = [];
    const parts = { client, setRequestLogLevel: (level: string) => void levels.push(level) };
    await setServerLogLevel(parts, offer(), "error", noAbort());
    assert.deepEqual([asked.splice(0), levels], [[["setLoggingLevel", "error"]], []]);
    await setServerLogLevel(parts, offer("2026-07-28"), "info", noAbort());
    assert.deepEqual([asked, levels], [[], ["info"]]);
    for (const revision of ["2025-06-18", "2026-07-28"])
      await assert.rejects(setServerLogLevel(parts, offer(revision, {}), "error", noAbort()), { code: "server-error" });
  });

  it("carries the level beside what it carried, except one that stays open", () => {
    const key = "io.modelcontextprotocol/logLevel";
    const request = (method: string, params?: JSONRPCRequest["params"]): JSONRPCRequest => ({
      jsonrpc: "2.0",
      id: 1,
      method,
      ...(params && { params }),
    });
    assert.deepEqual(withLevel(request("tools/list"), "info").params, { _meta: { [key]: "info" } });
    assert.deepEqual(withLevel(request("m", { a: 1, _meta: { b: 2 } }), "info").params, {
      a: 1,
      _meta: { b: 2, [key]: "info" },
    });
    const open = request("subscriptions/listen", { a: 1 });
    assert.equal(withLevel(open, "info"), open);
  });
});

describe("a list that a server has", () => {
  const tool = (name: string) => ({ name, inputSchema: { type: "object" } });
  const names = (part: Awaited<ReturnType<typeof listPart>>) =>
    Object.entries(part).map(([list, entries]) => [list, entries.map((entry) => Object(entry).name)]);

  it("is asked for by its own request", async () => {
    const { client, asked } = fakeClient({
      listTools: { tools: [tool("a"), tool("b")] },
      listPrompts: { prompts: [{ name: "p" }] },
      listResources: { resources: [{ uri: "a:b", name: "r" }] },
      listResourceTemplates: { resourceTemplates: [{ uriTemplate: "a:{b}", name: "t" }] },
    });
    const lists = ["tools", "prompts", "resources", "resourceTemplates"] as const;
    const parts = await Promise.all(lists.map((list) => listPart(client, list, offer(), noAbort())));
    assert.deepEqual(parts.flatMap(names), [
      ["tools", ["a", "b"]],
      ["prompts", ["p"]],
      ["resources", ["r"]],
      ["resourceTemplates", ["t"]],
    ]);
    assert.equal(asked.length, 4);
  });

  it("is read past the cache of the SDK, which is filled from revision 2026-07-28 on", async () => {
    for (const [era, mode] of [
      ["legacy", "bypass"],
      ["modern", "refresh"],
    ]) {
      const { client, modes } = fakeClient({ era, listPrompts: { prompts: [] } });
      await listPart(client, "prompts", offer(), noAbort());
      assert.deepEqual(modes, [mode]);
    }
  });

  it("is not asked for without an end where a server declares no tools", async () => {
    const { client, asked } = fakeClient({ request: { tools: [], nextCursor: "2" } });
    await listPart(client, "tools", offer("2025-06-18", {}), noAbort());
    assert.equal(asked.length, 1000);
  });

  it("is asked for page by page where a server declares no tools", async () => {
    const { client, asked } = fakeClient({
      request: ({ params }: { params: { cursor?: string } }) =>
        params.cursor === "2" ? { tools: [tool("b")] } : { tools: [tool("a")], nextCursor: "2" },
    });
    assert.deepEqual(names(await listPart(client, "tools", offer("2025-06-18", {}), noAbort())), [
      ["tools", ["a", "b"]],
    ]);
    assert.deepEqual(asked, [
      ["request", { method: "tools/list", params: {} }],
      ["request", { method: "tools/list", params: { cursor: "2" } }],
    ]);
  });
});
