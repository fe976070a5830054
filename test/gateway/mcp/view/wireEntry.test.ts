import assert from "node:assert/strict";
import { isSpecType } from "@modelcontextprotocol/client";
import {
  ListPromptsResultSchema,
  ListResourcesResultSchema,
  ListResourceTemplatesResultSchema,
  ListToolsResultSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { keepAsSent } from "../../../../src/core/catalog/asSent";
import { brokenForms } from "../../../support/brokenForms";
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

describe("the entries of lists", () => {
  it("arrive as their server sent them", () => {
    const [tool] = listed(viewOf(fakeSource({ one: { tools: [sentTool(sound)] } }), [], "one"));
    assert.deepEqual(tool, sound);
  });

  it("never cost a strict client the list, whatever one of their members is", () => {
    const more = {
      annotations: { audience: ["user"], priority: 1, lastModified: "2025-01-01T00:00:00Z", ...sound.annotations },
    };
    const whole = {
      ...sound,
      ...more,
      mimeType: "text/plain",
      size: 1,
      arguments: [{ name: "a", description: "d", required: true }],
    };
    for (const broken of brokenForms(whole)) {
      if (broken.name !== sound.name) continue;
      const kept = <T extends { readonly name: string }>(entry: T) => keepAsSent(entry, { ...broken, ...entry });
      const view = viewOf(
        fakeSource({
          one: {
            tools: [sentTool(broken)],
            prompts: [keepAsSent({ name: "p", arguments: [] }, { ...broken, name: "p" })],
            resources: [kept({ name: "r", uri: "r://r" })],
            resourceTemplates: [kept({ name: "t", uriTemplate: "r://{r}" })],
          },
        }),
      );
      const shown = JSON.stringify(broken);
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

  it("mend a schema that is right, and that strict clients do not read", () => {
    const inputSchema = { type: "object", properties: { a: true, b: false, c: { type: "string" } }, required: ["c"] };
    const [tool] = listed(viewOf(fakeSource({ one: { tools: [sentTool({ ...sound, inputSchema })] } })));
    const properties = { a: {}, b: { not: {} }, c: { type: "string" } };
    assert.deepEqual(tool?.inputSchema, { type: "object", properties, required: ["c"] });
  });

  it("give a schema of results that are no objects only to clients that know such results", () => {
    const outputSchema = { type: "array", items: { type: "string" } };
    const view = viewOf(fakeSource({ one: { tools: [sentTool({ ...sound, outputSchema })] } }));
    assert.equal(listed(view)[0]?.outputSchema, undefined);
    assert.deepEqual(listed(view, "tools", "modern")[0]?.outputSchema, outputSchema);
  });
});
