import assert from "node:assert/strict";
import { defaultOptions } from "../../../../src/core/config/schema/settings";
import { type BugReportFacts, bugReport } from "../../../../src/core/operations/bugReport/bugReport";
import type { HubEvent, Stamped } from "../../../../src/protocol/hubEvent";
import { apply, emptyView } from "../../../../src/protocol/hubView";
import { definition, info } from "../../../support/fakeLink";
import { added, changed, ended, failed, stamp, started, states } from "../../../support/operationEvents";

const at = Date.UTC(2026, 10, 30, 9, 30);

function made(events: readonly HubEvent[], more: Partial<BugReportFacts> = {}) {
  const stamped: readonly Stamped[] = events.map((event) => stamp(event, at));
  const text = bugReport({
    at,
    versions: { extension: "1.2.3", editor: "Code 1.139" },
    home: "/home/ada",
    options: { ...defaultOptions, approval: "never" },
    view: stamped.reduce(apply, emptyView),
    definitions: [definition("files", { entry: { kind: "valid", config: { command: "/home/ada/bin/files" } } })],
    figures: [{ server: "files", calls: 3 } as never],
    events: stamped,
    textsOf: () => [],
    ...more,
  });
  return { text, json: JSON.parse(text) };
}

describe("a bug report", () => {
  it("says on what the hub runs, how it is set up, and how each server does", () => {
    const ready = { ...states.ready, info: { ...info, instructions: "Be kind.", pid: 4711 } } as const;
    const { json, text } = made([
      added(),
      changed(ready as never),
      { type: "server.account", server: "files", account: "ada@example.com" },
      { type: "config.read", problems: [{ scope: "user", path: ["mcpHub.pin"], severity: "error", message: "No." }] },
    ]);
    assert.match(json.about, /read it before you send it/);
    assert.deepEqual(json.versions, { extension: "1.2.3", editor: "Code 1.139" });
    assert.deepEqual(json.settings, { approval: "never" });
    assert.deepEqual(json.problems, [{ path: ["mcpHub.pin"], severity: "error", message: "No." }]);
    const [server] = json.servers;
    assert.deepEqual(
      [server.server, server.state, server.era, server.info.protocolVersion, server.signedIn, server.figures],
      ["files", "ready", "legacy", "2025-11-25", true, { calls: 3 }],
    );
    assert.deepEqual(server.entry, { command: "~/bin/files" });
    assert.doesNotMatch(text, /Be kind|4711|ada/);
  });

  it("says why a server failed, and what is wrong with an entry", () => {
    const { json } = made([added(), changed(states.failed)], {
      definitions: [
        definition("files"),
        definition("bad", { entry: { kind: "invalid", error: { code: "bad-config", message: "No command." } } }),
      ],
    });
    assert.deepEqual(json.servers[0].failure, { code: "transport", message: "It is gone." });
    assert.deepEqual(json.servers[1].entry, { invalid: "No command." });
  });

  it("has the log, one record a line, each call by its id and without the words of its failure", () => {
    const { json, text } = made([
      started({ call: "r-1" }),
      failed("server-error", { call: "r-1", error: { code: "server-error", message: "No room 1408 for Ada." } }),
      { type: "server.log", server: "files", level: "error", from: "stderr", text: "The disk is full." },
    ]);
    assert.deepEqual(
      json.log.map((record: Record<string, unknown>) => [record.correlation_id, record.message, record.error_code]),
      [
        ["r-1", "The request began.", undefined],
        ["r-1", "The request ended: failed.", "server-error"],
        [undefined, "The disk is full.", undefined],
      ],
    );
    assert.equal(text.split("\n").filter((line) => line.includes('"time":"2026-11-30T09:30:00.000Z"')).length, 3);
    assert.doesNotMatch(text, /1408/);
  });

  it("has no argument and no result where a server prints them, or fails with them", () => {
    const failure = { code: "exited", message: "It ended. It said: no room in Oslo" } as const;
    const { text, json } = made(
      [
        added(),
        started({ call: "r-1" }),
        ended({ call: "r-1" }),
        { type: "server.log", server: "files", level: "info", from: "stderr", text: 'got {"city":"Oslo"}, fjord view' },
        { type: "server.log", server: "other", level: "info", from: "stderr", text: "Oslo is fine here" },
        changed({ kind: "failed", error: failure }),
      ],
      { textsOf: (call) => (call === "r-1" ? ["Oslo", "a room\nfjord view\n"] : []) },
    );
    assert.match(text, /got \{\\"city\\":\\"•••\\"\}, •••/);
    assert.equal(json.servers[0].failure.message, "It ended. It said: no room in •••");
    assert.match(text, /"The connection is failed. It ended. It said: no room in •••"/);
    assert.deepEqual(text.match(/Oslo.{8}/g), ["Oslo is fine"], "only what another server was sent is its own text");
  });

  it("has no secret, wherever it stands", () => {
    const text = made(
      [{ type: "server.log", server: "files", level: "info", from: "stderr", text: "Bearer abcdefgh12345678" }],
      { figures: [{ server: "files", tools: { "Bearer abcdefgh12345678": { calls: 1 } } } as never] },
    ).text;
    assert.equal(text.match(/•••/g)?.length, 2);
    assert.doesNotMatch(text, /abcdefgh/);
    assert.doesNotThrow(() => JSON.parse(text));
  });

  it("says where a problem is, without a key that stands there", () => {
    const path = ["mcpHub.policy", 2, "abcdefgh12345678ijkl"];
    const { json } = made([
      { type: "config.read", problems: [{ scope: "user", path, severity: "error", message: "No." }] },
    ]);
    assert.deepEqual(json.problems[0].path, ["mcpHub.policy", 2, "•••"]);
  });

  it("says why a server was stopped, and no reason where there is none", () => {
    const servers = (state: typeof states.stopped) => made([added(), changed(state)]).json.servers[0];
    assert.deepEqual([servers(states.stopped).state, servers(states.stopped).reason], ["stopped", "person"]);
    assert.ok(!("reason" in servers(states.failed)));
  });

  it("has no more than the beginning of a long record", () => {
    const text = "long ".repeat(2000);
    const { json } = made([{ type: "server.log", server: "files", level: "info", from: "stderr", text }]);
    assert.ok(json.log[0].message.length < 1100, String(json.log[0].message.length));
  });

  it("looks only for what calls were sent and answered", () => {
    const said: HubEvent = { type: "server.log", server: "files", level: "info", from: "stderr", text: "Oslo it is" };
    const asked: string[] = [];
    const textsOf = (call: string) => {
      asked.push(call);
      return ["Oslo"];
    };
    made([ended({ call: "r-2" }), started({ call: "r-1" }), said], { textsOf });
    assert.deepEqual(asked, ["r-1"]);
  });

  it("shortens the home folder, unless that is the root", () => {
    const entry = (home: string) => made([], { home }).json.servers[0].entry.command;
    assert.deepEqual([entry("/home/ada"), entry("/")], ["~/bin/files", "/home/ada/bin/files"]);
  });

  it("is JSON also where nothing has happened", () => {
    assert.deepEqual(made([]).json.log, []);
  });
});
