import assert from "node:assert/strict";
import { emptyCatalog, type HubTool } from "../../../src/core/catalog/catalog";
import {
  fencedWithin,
  fitting,
  requiredArguments,
  serverText,
  toolDescription,
  toolLine,
} from "../../../src/core/conversation/toolText";
import type { ServerView } from "../../../src/protocol/hubView";
import { aTool } from "../../support/fakeLink";

describe("texts for a model within a room", () => {
  const left = (count: number) => `and ${count} more, for which there is no room`;
  const rows: [texts: readonly string[], limit: number, fit: readonly string[]][] = [
    [[], 10, [""]],
    [["abc", "def"], 8, ["abc", "def"]],
    [["abc", "def"], 7, ["abc", left(1)]],
    [["abc", "def", "ghi"], 8, ["abc", "def", left(1)]],
    [["ä", "b"], 5, ["ä", "b"]],
    [["ä", "b"], 4, ["ä", left(1)]],
    [["longer than the room", "b", "c"], 3, ["longer than the room", left(2)]],
    [["longer than the room"], 3, ["longer than the room"]],
  ];
  for (const [texts, limit, fit] of rows)
    it(`${JSON.stringify(texts)} in ${limit} bytes`, () => assert.equal(fitting(texts, limit), fit.join("\n")));

  it("are cut inside their fence, and have one character at least", () => {
    const room = fencedWithin("", { server: "a" }, 1000).length;
    assert.equal(fencedWithin("x".repeat(500), { server: "a" }, 300).length, 300);
    assert.equal(fencedWithin("xyz", { server: "a" }, room + 3).length, room + 3);
    assert.equal(fencedWithin("xyz", { server: "a" }, 1).length, room + 1);
  });
});

describe("a tool for a model", () => {
  const of = (more: Parameters<typeof aTool>[1], shown?: HubTool["shown"]): HubTool => ({
    modelName: "a__read",
    server: "a",
    tool: { ...aTool("read", more), ...(more?.description === undefined && { description: undefined }) } as never,
    ...(shown && { shown }),
  });
  const line = (more: Parameters<typeof aTool>[1]) => toolLine(of({ inputSchema: {}, ...more }));

  it("is a line with its name, what it needs, and what it says of itself", () => {
    assert.equal(line({}), "a__read");
    assert.equal(line({ title: "Read" }), "a__read: Read");
    assert.equal(line({ title: "Read", description: "Reads." }), "a__read: Reads.");
    assert.equal(line({ inputSchema: { required: ["path", 7, "to"] } }), "a__read (needs path, to)");
  });

  it("has 240 characters of its description in the line", () => {
    assert.equal(line({ description: "x".repeat(240) }), `a__read: ${"x".repeat(240)}`);
    assert.ok(line({ description: "x".repeat(241) }).startsWith(`a__read: ${"x".repeat(240)}…`));
  });

  it("needs at most 20 arguments, each with at most 60 characters", () => {
    const names = Array.from({ length: 21 }, (_, at) => `a${at}`);
    assert.deepEqual(requiredArguments({ required: names }), names.slice(0, 20));
    assert.deepEqual(requiredArguments({ required: ["x".repeat(60)] }), ["x".repeat(60)]);
    assert.ok(requiredArguments({ required: ["x".repeat(61)] })[0]?.startsWith(`${"x".repeat(60)}…`));
    assert.deepEqual(requiredArguments({ required: "path" }), []);
  });

  it("is described as a whole, with its name on the server where that is another", () => {
    const described = (tool: HubTool) => JSON.parse(toolDescription(tool));
    const plain = of({ description: "Reads.", inputSchema: { type: "object" } });
    assert.deepEqual(described(plain), {
      ...{ tool: "a__read", server: "a", description: "Reads.", inputSchema: { type: "object" } },
      ...(plain.tool.hints && { hints: plain.tool.hints }),
    });
    const renamed = described(of({}, { ...aTool("look"), description: "Looks." } as never));
    assert.deepEqual([renamed.nameOnServer, renamed.description], ["read", "Looks."]);
    assert.match(toolDescription(plain), /^\{\n "tool": /);
    const long = (length: number) => described(of({ description: "x".repeat(length) })).description;
    assert.equal(long(20_000), "x".repeat(20_000));
    assert.ok(long(20_001).startsWith(`${"x".repeat(20_000)}…`));
  });
});

describe("a server for a model", () => {
  const info = { name: "a", version: "1", protocolVersion: "2025-11-25", transport: "stdio" } as const;
  const counts = { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 };
  const view = (state: ServerView["state"]): ServerView =>
    ({ id: "a", label: "a", scope: "user", state, counts, inFlight: 0 }) as ServerView;
  const ready = (instructions?: string) =>
    view({ kind: "ready", info: { ...info, ...(instructions !== undefined && { instructions }) } } as never);
  const resources = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ uri: `a://${at}`, name: `r${at}`, mimeType: "text/plain" }));
  const text = (of: ServerView, catalog = {}, more = {}) =>
    serverText(of, { ...emptyCatalog, ...catalog } as never, { limit: 100_000, ...more });

  it("has its state alone where it says nothing", () => {
    assert.equal(text(view({ kind: "starting", attempt: 1, losses: 0 })).split("\n")[0], "a: Connecting");
    assert.equal(text(view({ kind: "stopped", reason: "person" })).split("\n").length, 1);
  });

  it("has why it failed, in 300 characters", () => {
    const failed = (message: string) =>
      text(view({ kind: "failed", error: { code: "transport", message }, losses: 0 } as never));
    assert.match(failed("It is gone."), /It is gone\./);
    const said = /( {2}\S.*)…/.exec(failed("x".repeat(400)))?.[1] ?? "";
    assert.equal(said.length, 302);
  });

  it("has 600 characters of its instructions, unless they are withheld", () => {
    assert.match(text(ready("x".repeat(600))), /Its instructions: x{600}\n/);
    assert.match(text(ready("x".repeat(601))), /Its instructions: x{600}…/);
    const withheld = text(ready("Be kind."), {}, { withholdsInstructions: true });
    assert.doesNotMatch(withheld, /Be kind/);
    assert.match(withheld, /are withheld until the user has reviewed them/);
    assert.doesNotMatch(text(ready("Be kind.")), /withheld/);
  });

  it("has its first 30 resources, each with 500 characters at most", () => {
    const few = text(ready(), { resources: resources(30) });
    assert.match(few, / {2}a:\/\/29 \(r29, text\/plain\)\n/);
    assert.doesNotMatch(few, /more resources/);
    const many = text(ready(), {
      resources: resources(30),
      resourceTemplates: [{ uriTemplate: "a://{x}", name: "t" }],
    });
    assert.match(many, /and 1 more resources/);
    assert.doesNotMatch(many, /template/);
    const one = (length: number) => text(ready(), { resources: [{ uri: "u".repeat(length), name: "" }] });
    assert.match(one(497), /\n {2}u{497} \(\)\n/);
    assert.match(one(501), /\n {2}u{500}…/);
    const template = { resourceTemplates: [{ uriTemplate: "a://{x}", name: "t" }] };
    assert.match(text(ready(), template), /\n {2}a:\/\/\{x\} \(template: t\)\n/);
  });

  it("takes no more than its room, and a line feed", () => {
    assert.equal(text(ready(), { resources: resources(30) }, { limit: 600 }).length, 601);
  });
});
