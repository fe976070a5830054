import assert from "node:assert/strict";
import { localizedManifest } from "../../../src/editor/manifest/localizedManifest";

describe("a manifest whose texts are keys", () => {
  it("has a key for each text that a person reads, and leaves the rest", () => {
    const { part, texts } = localizedManifest({
      commands: [{ command: "mcpHub.connect", title: "Connect", category: "MCP Hub", icon: "$(plug)" }],
      languageModelTools: [{ name: "hub_list", displayName: "List", modelDescription: "Lists all.", when: "a b" }],
      views: { hub: [{ id: "mcpHub.servers", name: "Servers", when: "x == y" }] },
    });
    assert.deepEqual(part, {
      commands: [
        { command: "mcpHub.connect", title: "%commands.connect.title%", category: "MCP Hub", icon: "$(plug)" },
      ],
      languageModelTools: [
        {
          name: "hub_list",
          displayName: "%languageModelTools.hub_list.displayName%",
          modelDescription: "Lists all.",
          when: "a b",
        },
      ],
      views: { hub: [{ id: "mcpHub.servers", name: "%views.hub.servers.name%", when: "x == y" }] },
    });
    assert.deepEqual(texts, {
      "commands.connect.title": "Connect",
      "languageModelTools.hub_list.displayName": "List",
      "views.hub.servers.name": "Servers",
    });
  });

  it("names the text of a value by the value, so that another value changes no key", () => {
    const { texts } = localizedManifest({
      "mcpHub.start": { enum: ["eager", "lazy"], enumDescriptions: ["At once.", "Later."], default: "eager" },
    });
    assert.deepEqual(Object.keys(texts), ["mcpHub.start.eager", "mcpHub.start.lazy"]);
  });

  it("has one key for a text that stands in several places under one name", () => {
    const retries = { markdownDescription: "How often." };
    const { part, texts } = localizedManifest({
      "mcpHub.servers": { properties: { retries } },
      "mcpHub.retries": retries,
    });
    assert.deepEqual(texts, { "mcpHub.servers.retries": "How often." });
    assert.equal(part["mcpHub.retries"].markdownDescription, "%mcpHub.servers.retries%");
  });

  it("tells several texts of one place apart by their words, whichever comes first", () => {
    const both = { anyOf: [{ description: "A program." }, { description: "An address." }] };
    const keys = ["x.description.a-program", "x.description.an-address"];
    assert.deepEqual(Object.keys(localizedManifest({ x: both }).texts), keys);
    const turned = localizedManifest({ x: { anyOf: both.anyOf.toReversed() } });
    assert.deepEqual(Object.keys(turned.texts), keys.toReversed());
  });
});
