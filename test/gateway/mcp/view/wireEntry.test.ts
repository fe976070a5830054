import assert from "node:assert/strict";
import { isSpecType } from "@modelcontextprotocol/client";
import {
  ListPromptsResultSchema,
  ListResourcesResultSchema,
  ListResourceTemplatesResultSchema,
  ListToolsResultSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { keepAsSent } from "../../../../src/core/catalog/asSent";
import { fakeSource, listed, sentTool, viewOf } from "../../../support/fakeViews";

const schema = {
  type: "object",
  properties: { a: { type: "string", "x-mcp-header": "A" } },
  required: ["a"],
  $defs: {},
};

/** A sound tool, with everything that there is, and more. */
const sound = {
  name: "sound",
  title: "Sound",
  description: "d",
  inputSchema: schema,
  outputSchema: schema,
  annotations: { title: "t", readOnlyHint: true, destructiveHint: false, "x-own": [1] },
  icons: [{ src: "https://example.com/i.png", mimeType: "image/png", sizes: ["48x48"], theme: "dark" }],
  execution: { taskSupport: "optional" },
  _meta: { ui: { resourceUri: "ui://x" } },
  future: { field: [1, 2] },
};

/** Values that no member of an entry allows everywhere. */
const wrong: readonly unknown[] = [
  null,
  7,
  "text",
  true,
  [],
  [7],
  {},
  { type: "array" },
  { a: true },
  [{ src: 7 }],
  [{ name: 7 }],
];

const members = [
  "title",
  "description",
  "inputSchema",
  "outputSchema",
  "annotations",
  "icons",
  "execution",
  "_meta",
  "arguments",
  "mimeType",
  "size",
];

describe("the entries of lists", () => {
  it("arrive as their server sent them", () => {
    const [tool] = listed(viewOf(fakeSource({ one: { tools: [sentTool(sound)] } }), [], "one"));
    assert.deepEqual(tool, sound);
  });

  it("never cost a strict client the list, whatever one of their members is", () => {
    const hints = [
      "title",
      "readOnlyHint",
      "destructiveHint",
      "idempotentHint",
      "openWorldHint",
      "audience",
      "priority",
      "lastModified",
    ];
    const broken = [
      ...members.flatMap((member) => wrong.map((value) => ({ [member]: value }))),
      ...hints.flatMap((hint) => wrong.map((value) => ({ annotations: { [hint]: value } }))),
      ...["type", "properties", "required"].flatMap((member) =>
        wrong.map((value) => ({ inputSchema: { ...schema, [member]: value } })),
      ),
      ...["src", "mimeType", "sizes", "theme"].flatMap((member) =>
        wrong.map((value) => ({ icons: [{ src: "x", [member]: value }] })),
      ),
      ...["description", "required"].flatMap((member) =>
        wrong.map((value) => ({ arguments: [{ name: "x", [member]: value }] })),
      ),
      ...wrong.map((taskSupport) => ({ execution: { taskSupport } })),
    ];
    for (const member of broken) {
      const kept = <T extends object>(entry: T) => keepAsSent(entry, { ...sound, ...entry, ...member });
      const view = viewOf(
        fakeSource({
          one: {
            tools: [sentTool({ ...sound, ...member })],
            prompts: [kept({ name: "p", arguments: [] })],
            resources: [kept({ name: "r", uri: "r://r" })],
            resourceTemplates: [kept({ name: "t", uriTemplate: "r://{r}" })],
          },
        }),
      );
      const shown = JSON.stringify(member);
      for (const [kind, result] of [
        ["tools", ListToolsResultSchema],
        ["prompts", ListPromptsResultSchema],
        ["resources", ListResourcesResultSchema],
        ["resourceTemplates", ListResourceTemplatesResultSchema],
      ] as const) {
        assert.equal(listed(view, kind).length, 1, shown);
        assert.ok(result.safeParse({ [kind]: listed(view, kind) }).success, `${kind}: ${shown}`);
      }
      const [tool] = listed(view, "tools", "modern");
      assert.ok(isSpecType.Tool(tool), `modern: ${shown}`);
    }
  });

  it("lose the one member that is broken, and keep the others", () => {
    const annotations = { readOnlyHint: "yes", title: "t" };
    const [tool] = listed(
      viewOf(fakeSource({ one: { tools: [sentTool({ ...sound, annotations, icons: 7 })] } }), [], "one"),
    );
    const { icons: _, ...others } = sound;
    assert.deepEqual(tool, { ...others, annotations: { title: "t" } });
  });

  it("give a schema of results that are no objects only to clients that know such results", () => {
    const outputSchema = { type: "array", items: { type: "string" } };
    const view = viewOf(fakeSource({ one: { tools: [sentTool({ ...sound, outputSchema })] } }));
    assert.equal(listed(view)[0]?.outputSchema, undefined);
    assert.deepEqual(listed(view, "tools", "modern")[0]?.outputSchema, outputSchema);
  });
});
