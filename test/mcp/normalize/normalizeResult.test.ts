import assert from "node:assert/strict";
import { noStructure } from "../../../src/mcp/normalize/normalizeCall";
import { normalizeResult } from "../../../src/mcp/normalize/normalizeResult";
import { toPrompt, toResource, toResult, toTool } from "../../../src/mcp/normalize/sdkShapes";
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
        // The SDK's client wants structured content from 2026-07-28 on, where the tool has an output schema.
        ...(modern && { resultType: "complete", structuredContent: noStructure }),
      });
    assert.ok(!("structured" in toResult({ ...result, structuredContent: noStructure })));
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
        { type: "text", text: "t", annotations: { audience: ["user"], priority: 1 } },
        { type: "text", text: "t", annotations: { audience: ["user", "assistant"], priority: 1 } },
        { type: "text", text: "t", annotations: { audience: ["assistant"], priority: 1 } },
        ...Array.from({ length: 3 }, () => ({ type: "text", text: "t", annotations: { priority: 1 } })),
        { type: "text", text: "t" },
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

  it("keeps a description of up to 16,000 characters, and marks one that it cuts", () => {
    const described = (length: number) => {
      const tools = [{ name: "t", description: "w".repeat(length) }];
      return Object(Object(mended("tools/list", { tools })).tools[0]).description;
    };
    assert.equal(described(16_000), "w".repeat(16_000));
    assert.equal(described(16_001), `${"w".repeat(16_000)}… (The hub cut 1 more character.)`);
    assert.equal(described(20_000), `${"w".repeat(16_000)}… (The hub cut 4000 more characters.)`);
  });

  it("carries what a server adds to blocks, contents of resources, and entries of lists, within bounds", () => {
    const _meta = { "example.com/a": 1, long: "x".repeat(20_000) };
    const kept = { "example.com/a": 1, "mcp-hub/left-out": 1 };
    const block = { type: "text", text: "t" };
    const annotations = { priority: 0.5, lastModified: "2026-01-01T00:00:00Z" };
    const call = mended("tools/call", {
      content: [
        { ...block, _meta, annotations },
        { ...block, annotations: { priority: 7 } },
      ],
    });
    assert.deepEqual(call, { content: [{ ...block, _meta: kept, annotations }, block], isError: false });
    const resource = { uri: "ui://app", mimeType: "text/html", text: "<html>" };
    assert.deepEqual(mended("resources/read", { contents: [{ ...resource, _meta }] }), {
      contents: [{ ...resource, _meta: kept }],
    });
    const embedded = mended("tools/call", { content: [{ type: "resource", resource: { ...resource, _meta } }] });
    assert.deepEqual(Object(embedded).content, [{ type: "resource", resource: { ...resource, _meta: kept } }]);
    const prompt = mended("prompts/get", { messages: [{ role: "user", content: { ...block, _meta } }] });
    assert.deepEqual(prompt, { messages: [{ role: "user", content: { ...block, _meta: kept } }] });
    for (const [method, list, entry] of [
      ["prompts/list", "prompts", { name: "p", arguments: [] }],
      ["resources/list", "resources", { uri: "a:b", name: "n" }],
      ["resources/templates/list", "resourceTemplates", { uriTemplate: "a:{b}", name: "n" }],
    ] as const)
      assert.deepEqual(mended(method, { [list]: [{ ...entry, _meta }] }), { [list]: [{ ...entry, _meta: kept }] });
    assert.deepEqual(toPrompt({ name: "p", _meta: kept }).meta, kept);
    assert.deepEqual(toResource({ uri: "a:b", name: "n", _meta: kept }), { uri: "a:b", name: "n", meta: kept });
  });

  const note = (type: string) => `(The server sent content that cannot be displayed: ${type}.)`;
  const png = pixel;
  const said = (text: string) => [{ type: "text", text }];
  const picture = { type: "image", data: png, mimeType: "image/png" };
  const odd: [what: string, result: Record<string, unknown>, content: unknown][] = [
    ["a text for content", { content: "plain words" }, said("plain words")],
    ["one block for content", { content: { type: "text", text: "one block" } }, said("one block")],
    ["an object for content", { content: { a: 1 } }, said('{\n  "a": 1\n}')],
    ["a number for content", { content: 42 }, said("42")],
    ["toolResult", { toolResult: "old shape" }, said("old shape")],
    ["toolResult that is an object", { toolResult: { a: 1 } }, said('{\n  "a": 1\n}')],
    ["toolResult of blocks", { content: [], toolResult: [{ type: "text", text: "t" }] }, said("t")],
    ["no envelope at all", { temperature: 5 }, said('{\n  "temperature": 5\n}')],
    ["a text that is a number", { content: [{ type: "text", text: 42 }] }, said("42")],
    ["a text that is an object", { content: [{ type: "text", text: { a: 1 } }] }, said('{\n  "a": 1\n}')],
    ["a text block without text", { content: [{ type: "text" }] }, said(note("text"))],
    ["a bare text", { content: ["just a text"] }, said("just a text")],
    ["a block of null", { content: [null] }, said(note("no type"))],
    ["a block without a type", { content: [{ text: "no type" }] }, said("no type")],
    ["an unknown type", { content: [{ type: "video", data: "x" }] }, said(note("video"))],
    ["an address in a picture", { content: [{ ...picture, data: `data:image/png;base64,${png}` }] }, [picture]],
    ["the type in the address", { content: [{ type: "image", data: `data:image/png;base64,${png}` }] }, [picture]],
    ["the alphabet of addresses", { content: [{ ...picture, data: "--__" }] }, [{ ...picture, data: "++//" }]],
    ["no padding", { content: [{ ...picture, data: "aGk" }] }, [{ ...picture, data: "aGk=" }]],
    ["no type of a picture", { content: [{ type: "image", data: png }] }, [picture]],
    [
      "no type of what is none",
      { content: [{ type: "image", data: "aGk=" }] },
      [{ type: "image", data: "aGk=", mimeType: "application/octet-stream" }],
    ],
    ["mime_type", { content: [{ type: "image", data: png, mime_type: "image/png" }] }, [picture]],
    ["no picture at all", { content: [{ ...picture, data: "%%%" }] }, said(note("image"))],
    ["a resource without an address", { content: [{ type: "resource", resource: { text: "words" } }] }, said("words")],
    [
      "bytes without an address",
      { content: [{ type: "resource", resource: { blob: "aGk=" } }] },
      [{ type: "resource", resource: { uri: "resource:unnamed", blob: "aGk=" } }],
    ],
    [
      "a flat resource",
      { content: [{ type: "resource", uri: "file:///a", text: "flat" }] },
      [{ type: "resource", resource: { uri: "file:///a", text: "flat" } }],
    ],
    [
      "a link without a name",
      { content: [{ type: "resource_link", uri: "a:b" }] },
      [{ type: "resource_link", uri: "a:b", name: "a:b" }],
    ],
    ["null beside a text", { content: said("t"), structuredContent: null, _meta: null }, said("t")],
    ["nothing", { content: null }, []],
  ];
  for (const [what, result, content] of odd)
    it(`reads ${what}`, () => {
      const { content: read, isError } = Object(mended("tools/call", result));
      assert.deepEqual([read, isError], [content, false]);
    });

  it("takes the text for an error that says so as text", () =>
    assert.deepEqual(mended("tools/call", { content: said("bad"), isError: "true" }), {
      content: said("bad"),
      isError: true,
    }));

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
