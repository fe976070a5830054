import assert from "node:assert/strict";
import { normalizeResult } from "../../../src/mcp/normalize/normalizeResult";
import { toResult, toTool } from "../../../src/mcp/normalize/sdkShapes";
import { pixel } from "../../support/media";

/** As it would cross the wire: what is `undefined` is not there. */
const mended = (method: string, result: Record<string, unknown>, modern = false): unknown =>
  JSON.parse(JSON.stringify(normalizeResult(method, result, modern)));

describe("normalizeResult", () => {
  it("leaves a sound answer as it is", () => {
    const tool = {
      name: "t",
      inputSchema: { type: "object", properties: { a: {} }, required: ["a"], $defs: {} },
      annotations: {},
    };
    assert.deepEqual(mended("tools/list", { tools: [tool], nextCursor: "2", ttlMs: 5 }), {
      tools: [tool],
      nextCursor: "2",
      ttlMs: 5,
    });
    assert.deepEqual(mended("completion/complete", { anything: 1 }), { anything: 1 });
  });

  for (const nextCursor of [null, "", 7])
    it(`takes the cursor ${JSON.stringify(nextCursor)} for the end of the list`, () =>
      assert.deepEqual(mended("prompts/list", { prompts: [], nextCursor }), { prompts: [] }));

  it("keeps what a server adds to tools and results, within bounds", () => {
    const _meta = { "example.com/a": { deep: [1] }, long: "x".repeat(20_000), "example.com/b": 2 };
    const kept = { "example.com/a": { deep: [1] }, "example.com/b": 2, "mcp-hub/left-out": 1 };
    assert.deepEqual(
      mended("tools/list", {
        tools: [
          { name: "t", _meta },
          { name: "u", _meta: 7 },
        ],
      }),
      {
        tools: [
          { name: "t", inputSchema: { type: "object" }, annotations: {}, _meta: kept },
          { name: "u", inputSchema: { type: "object" }, annotations: {} },
        ],
      },
    );
    const result = { content: [], isError: false };
    for (const modern of [false, true])
      assert.deepEqual(mended("tools/call", { ...result, _meta }, modern), {
        ...result,
        _meta: kept,
        ...(modern && { resultType: "complete" }),
      });
    assert.deepEqual(toResult({ ...result, _meta: kept }).meta, kept);
    assert.deepEqual(toTool({ name: "t", inputSchema: { type: "object" }, _meta: kept }).meta, kept);
    assert.deepEqual(mended("tools/call", { ...result, _meta: { "mcp-hub/task": { taskId: "1" } } }), result);
  });

  it("costs a bad entry only itself", () => {
    assert.deepEqual(mended("resources/list", { resources: [{ uri: "a:b", size: "big" }, { name: "no uri" }, null] }), {
      resources: [{ uri: "a:b", name: "a:b" }],
    });
    assert.deepEqual(
      mended("resources/templates/list", { resourceTemplates: [{ uriTemplate: "a:{b}", title: 1 }, 2] }),
      {
        resourceTemplates: [{ uriTemplate: "a:{b}", name: "a:{b}" }],
      },
    );
    assert.deepEqual(
      mended("prompts/list", { prompts: [{ name: "p", arguments: [{ name: "a", required: "yes" }, {}] }, {}] }),
      {
        prompts: [{ name: "p", arguments: [{ name: "a", required: false }] }],
      },
    );
    assert.deepEqual(
      mended("tools/list", { tools: [{ name: "t", annotations: { readOnlyHint: "yes", openWorldHint: true } }] }),
      {
        tools: [{ name: "t", inputSchema: { type: "object" }, annotations: { openWorldHint: true } }],
      },
    );
  });

  it("keeps an output schema of another type than object only where the revision has such results", () => {
    const tools = [{ name: "t", outputSchema: { type: "array" } }];
    const kept = (modern: boolean) => JSON.stringify(mended("tools/list", { tools }, modern)).includes("array");
    assert.deepEqual([kept(false), kept(true)], [false, true]);
  });

  it("takes the tool's title from its annotations where it has none", () =>
    assert.match(
      JSON.stringify(mended("tools/list", { tools: [{ name: "t", annotations: { title: "T" } }] })),
      /"title":"T"/,
    ));

  it("understands capabilities that are true, false or null", () =>
    assert.deepEqual(
      mended("initialize", { capabilities: { tools: true, prompts: false, resources: null, logging: {} } }),
      {
        serverInfo: { name: "unknown", version: "unknown" },
        capabilities: { tools: {}, logging: {} },
      },
    ));

  it("keeps every kind of content", () => {
    const content = [
      { type: "text", text: "t" },
      { type: "image", data: "aGk=", mimeType: "image/png" },
      { type: "audio", data: "aGk=", mimeType: "audio/wav" },
      { type: "resource", resource: { uri: "a:b", mimeType: "text/plain", text: "t" } },
      { type: "resource", resource: { uri: "a:b", blob: "aGk=" } },
      { type: "resource_link", uri: "a:b", name: "n" },
    ];
    assert.deepEqual(mended("tools/call", { content, structuredContent: 1 }), {
      content,
      structuredContent: 1,
      isError: false,
    });
  });

  it("keeps whom content is meant for, as far as that is known", () => {
    const audiences = [["user"], ["user", "assistant"], ["assistant", "robot", 1], ["robot"], [], "user"];
    const content = audiences.map((audience) => ({ type: "text", text: "t", annotations: { audience, priority: 1 } }));
    assert.deepEqual(mended("tools/call", { content: [...content, { type: "text", text: "t", annotations: [] }] }), {
      content: [
        { type: "text", text: "t", annotations: { audience: ["user"] } },
        { type: "text", text: "t", annotations: { audience: ["user", "assistant"] } },
        { type: "text", text: "t", annotations: { audience: ["assistant"] } },
        ...Array.from({ length: 4 }, () => ({ type: "text", text: "t" })),
      ],
      isError: false,
    });
  });

  it("keeps the icon that may be drawn", () => {
    const drawn = `data:image/png;base64,${pixel}`;
    const icons = [{ src: "https://a.example/i.png" }, { src: 1 }, null, { src: drawn, theme: "dark" }, { src: drawn }];
    const kept = (method: string, list: string, entry: object) =>
      JSON.parse(
        JSON.stringify(
          mended(method, {
            [list]: [
              { ...entry, icons },
              { ...entry, icons: "i" },
            ],
          }),
        ),
      )[list].map((mendedEntry: { icons?: unknown }) => mendedEntry.icons);
    const one = [[{ src: drawn }], undefined];
    assert.deepEqual(kept("tools/list", "tools", { name: "a" }), one);
    assert.deepEqual(kept("resources/list", "resources", { uri: "a:b" }), one);
    assert.deepEqual(kept("resources/templates/list", "resourceTemplates", { uriTemplate: "a:{b}" }), one);
    assert.deepEqual(kept("prompts/list", "prompts", { name: "a" }), one);
  });

  it("reads a call without content as empty", () =>
    assert.deepEqual(mended("tools/call", { isError: true }), { content: [], isError: true }));

  it("does not touch an answer that asks back", () => {
    const asking = { resultType: "input_required", inputRequests: {}, requestState: "s" };
    for (const method of ["tools/call", "prompts/get", "resources/read"])
      assert.deepEqual(mended(method, asking, true), asking);
  });

  it("reads messages of a prompt and contents of a resource, the bad ones aside", () => {
    assert.deepEqual(
      mended("prompts/get", { messages: [{ role: "system", content: { type: "text", text: "t" } }, 1] }),
      {
        messages: [{ role: "user", content: { type: "text", text: "t" } }],
      },
    );
    assert.deepEqual(
      mended("resources/read", {
        contents: [
          { uri: "a:b", blob: "%" },
          { uri: "a:b", text: "t" },
        ],
      }),
      {
        contents: [{ uri: "a:b", text: "t" }],
      },
    );
  });

  it("takes a result without a type for a complete one, in the revisions that require a type", () => {
    assert.deepEqual(mended("prompts/get", { messages: [] }, true), { messages: [], resultType: "complete" });
    assert.deepEqual(mended("prompts/get", { messages: [] }), { messages: [] });
    const asking = { resultType: "input_required", inputRequests: {} };
    assert.deepEqual(mended("tools/call", asking, true), asking);
  });
});
