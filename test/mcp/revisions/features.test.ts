import assert from "node:assert/strict";
import type { StdioPlan } from "../../../src/core/config/plan/launchPlan";
import {
  declared,
  type FeatureName,
  features,
  has,
  missing,
  need,
  type Offer,
} from "../../../src/mcp/revisions/features";
import { noAbort, openLinks } from "../../support/openLinks";

const all = {
  tools: { listChanged: true },
  resources: { subscribe: true },
  prompts: {},
  completions: {},
  logging: {},
  tasks: { requests: { tools: { call: {} } } },
  extensions: { "io.modelcontextprotocol/skills": {}, "io.modelcontextprotocol/tasks": {} },
};
const offer = (revision: string, capabilities: Offer["capabilities"] = all): Offer => ({
  server: "files",
  revision,
  capabilities,
});

describe("what a server declared", () => {
  it("is named, with the parts that are on", () => {
    assert.deepEqual(
      declared({ tools: { listChanged: true }, resources: { subscribe: false, listChanged: true }, logging: {} }),
      ["tools", "tools.listChanged", "resources", "resources.listChanged", "logging"],
    );
    assert.deepEqual(declared({ extensions: { "io.modelcontextprotocol/tasks": {} } }), [
      "extensions",
      "extensions.io.modelcontextprotocol/tasks",
    ]);
    assert.deepEqual(declared(undefined), []);
  });
});

describe("what a server offers", () => {
  const rows: [name: FeatureName, revisions: Readonly<Record<string, boolean>>][] = [
    ["tools", { "2024-11-05": true, "2025-11-25": true, "2026-07-28": true }],
    ["completions", { "2024-11-05": false, "2025-03-26": true, "2026-07-28": true }],
    ["logLevels", { "2024-11-05": true, "2025-11-25": true, "2026-07-28": false }],
    ["requestLogLevels", { "2025-11-25": false, "2026-07-28": true }],
    ["ping", { "2024-11-05": true, "2025-11-25": true, "2026-07-28": false }],
    ["tasks", { "2025-06-18": false, "2025-11-25": true, "2026-07-28": false }],
    ["taskResults", { "2025-11-25": false, "2026-07-28": true }],
    ["listening", { "2025-11-25": false, "2026-07-28": true }],
  ];
  for (const [name, revisions] of rows)
    it(`${name}, by revision`, () => {
      for (const [revision, expected] of Object.entries(revisions))
        assert.equal(has(offer(revision), name), expected, revision);
    });

  it("is only what it declared", () => {
    for (const name of Object.keys(features) as FeatureName[])
      if ("declared" in features[name]) assert.equal(has(offer("2025-11-25", {}), name), false, name);
    assert.ok(!has(offer("2025-11-25", { resources: {} }), "resourceUpdates"));
    assert.ok(!has(offer("2025-11-25", { tasks: { requests: { sampling: {} } } }), "tasks"), "of others than tools");
    assert.ok(!has(offer("2025-11-25", { resources: { subscribe: false } }), "resourceUpdates"));
  });

  it("is named in the error where it is missing", () => {
    assert.equal(missing(offer("2025-11-25", {}), "prompts"), '"files" does not offer prompts.');
    assert.match(missing(offer("2026-07-28"), "ping") ?? "", /2026-07-28 of the protocol, which no longer has a ping/);
    assert.match(missing(offer("2024-11-05"), "completions") ?? "", /which does not have completion of arguments/);
    assert.equal(
      missing(offer("2025-11-25", { resources: {} }), "resourceUpdates"),
      '"files" does not offer updates of a resource. Open the resource again to see what is new.',
    );
    assert.throws(() => need(offer("2025-11-25", {}), "skills"), { code: "server-error", sent: "no" });
  });

  const open = openLinks();
  it("decides before anything is sent", async () => {
    const plan: StdioPlan = {
      kind: "stdio",
      server: "extreme",
      command: process.execPath,
      args: ["test/limits/extremeServer.mjs", "plain"],
      env: {},
    };
    const { link } = await open(plan);
    const none = {
      code: "server-error",
      message: /^"extreme" does not offer (resources|prompts|skills|updates of a resource|completion|log levels)/,
    };
    const ask = { of: { prompt: "a" }, argument: "b", value: "", others: {} };
    await assert.rejects(link.complete(ask, { signal: noAbort() }), none);
    await assert.rejects(link.subscribe("a:b", noAbort()), none);
    await assert.rejects(link.setLogLevel("info", noAbort()), none);
    await assert.rejects(link.readResource("a:b", { signal: noAbort() }), none);
    await assert.rejects(link.getPrompt("a", {}, { signal: noAbort() }), none);
    await assert.rejects(link.skills(noAbort()), none);
  });
});
