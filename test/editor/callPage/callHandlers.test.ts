import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { HubError } from "../../../src/core/kernel/hubError";
import { callHandlers, Drafts } from "../../../src/editor/callPage/callHandlers";
import type { CallPageParts } from "../../../src/editor/callPage/callPage";
import type { CallTarget } from "../../../src/protocol/callPageMessages";
import { aTool } from "../../support/fakeLink";

const tool: CallTarget = { kind: "tool", server: "files", name: "read" };
const prompt: CallTarget = { kind: "prompt", server: "files", name: "ask" };
const template: CallTarget = { kind: "template", server: "files", name: "demo://{id}" };
const big = (characters: number) => ({ type: "object", description: "x".repeat(characters) });
const mebibyte = 1024 * 1024;

function world(more: Partial<Parameters<typeof aTool>[1]> = {}) {
  const done: unknown[] = [];
  let file = "";
  const now = {
    changed: false,
    off: undefined as string | undefined,
    run: undefined as unknown,
    result: undefined as unknown,
    completed: async (): Promise<readonly string[]> => ["one"],
  };
  const inputSchema = { type: "object", properties: { a: { type: "integer" } }, required: ["a"] };
  const parts = {
    hub: {
      tools: () => [{ server: "files", tool: aTool("read", { inputSchema, ...more }) }],
      catalog: () => ({
        ...emptyCatalog,
        prompts: [{ name: "ask", arguments: [] }],
        resourceTemplates: [{ uriTemplate: "demo://{id}", name: "any" }],
      }),
    },
    pins: { isChanged: () => now.changed },
    requests: {
      complete: (ask: unknown) => {
        done.push(ask);
        return now.completed();
      },
    },
    runs: {
      of: () => now.run,
      resultOf: () => now.result,
      history: () => [],
      start: (...given: unknown[]) => void done.push(["start", ...given]),
      cancel: (...given: unknown[]) => void done.push(["cancel", ...given]),
      forget: (...given: unknown[]) => void done.push(["forget", ...given]),
    },
    drafts: new Drafts(),
    saved: {
      isThere: true,
      read: async () => file,
      change: async (to: (before: string) => string) => {
        file = to(file);
        return file;
      },
    },
    recent: { add: async (target: unknown) => void done.push(["recent", target]) },
    whyOff: () => now.off,
    openPart: async (...given: unknown[]) => void done.push(["open", ...given]),
    review: (...given: unknown[]) => void done.push(["review", ...given]),
    copy: (...given: unknown[]) => void done.push(["copy", ...given]),
  };
  return { handlers: callHandlers(parts as unknown as CallPageParts), done, now, drafts: parts.drafts };
}

describe("what the call page asks for", () => {
  it("opens what is called, with what was entered before, what came of it, and why it is off", async () => {
    const { handlers, now, drafts } = world();
    const plain = await handlers.open(tool);
    assert.deepEqual(JSON.parse(plain.schema).required, ["a"]);
    assert.deepEqual([plain.completes, plain.history, plain.saved, plain.canSave], [false, [], [], true]);
    for (const name of ["changed", "off", "draft", "run", "outputSchema"]) assert.ok(!(name in plain), name);
    Object.assign(now, { changed: true, off: "You turned it off.", run: { id: "r" } });
    drafts.keep(tool, '{"a":1}');
    const opened = await handlers.open(tool);
    assert.deepEqual(
      [opened.draft, opened.run, opened.off, typeof opened.changed],
      ['{"a":1}', { id: "r" }, "You turned it off. You can still call it from here.", "string"],
    );
    assert.equal((await handlers.open(prompt)).completes, true);
    assert.equal(typeof (await handlers.open(prompt)).changed, "string");
    const ofTemplate = await handlers.open(template);
    assert.deepEqual([ofTemplate.completes, ofTemplate.changed], [true, undefined], "nobody pins one");
    await assert.rejects(
      Promise.resolve().then(() => handlers.open({ ...tool, name: "gone" })),
      HubError,
    );
  });

  it("gets schemas of two megabytes at most: a larger one is entered as JSON", async () => {
    const overhead = JSON.stringify(big(0)).length;
    const schema = async (size: number) =>
      (await world({ inputSchema: big(size - overhead) }).handlers.open(tool)).schema;
    assert.equal((await schema(2 * mebibyte)).length, 2 * mebibyte);
    assert.equal(await schema(2 * mebibyte + 1), '{"type":"object"}');
    const indented = JSON.stringify(big(0), undefined, 2).length;
    const output = async (size: number) =>
      (await world({ outputSchema: big(size - indented) }).handlers.open(tool)).outputSchema?.length;
    assert.deepEqual([await output(2 * mebibyte), await output(2 * mebibyte + 1)], [2 * mebibyte, undefined]);
  });

  it("checks arguments, and keeps them", async () => {
    const { handlers, drafts } = world();
    assert.deepEqual(await handlers.check(tool, '{"a":1}'), []);
    assert.equal(drafts.of(tool), '{"a":1}');
    const texts = async (args: string) =>
      (await handlers.check(tool, args)).map(({ path, text }) => [path.join("/"), text]);
    assert.equal((await texts("{}")).length, 1);
    assert.deepEqual(await texts("[1]"), [["", "The arguments must be one JSON object."]]);
    assert.equal((await texts("{"))[0]?.[0], "");
    handlers.keepDraft(tool, "{}");
    assert.equal(drafts.of(tool), "{}");
  });

  it("proposes values as the server does, and nothing where that fails", async () => {
    const { handlers, done, now } = world();
    assert.deepEqual(await handlers.complete(prompt, "a", "x", '{"b":5}'), ["one"]);
    assert.deepEqual(await handlers.complete(template, "id", "", "[1]"), ["one"]);
    const asked = done.map((ask) => {
      const { signal, ...rest } = ask as { signal: AbortSignal };
      assert.equal(signal.aborted, false);
      return rest;
    });
    const by = { server: "files", caller: { door: "panel" }, byHand: true };
    assert.deepEqual(asked, [
      { ...by, of: { of: { prompt: "ask" }, argument: "a", value: "x", others: { b: "5" } } },
      { ...by, of: { of: { uriTemplate: "demo://{id}" }, argument: "id", value: "", others: {} } },
    ]);
    now.completed = async () => {
      throw new HubError("timeout", "Too long.");
    };
    assert.deepEqual(await handlers.complete(prompt, "a", "x", "{}"), []);
  });

  it("calls what is there, remembers it, and cancels it", async () => {
    const { handlers, done, drafts } = world();
    await handlers.call(tool, "{}");
    handlers.cancel(tool);
    handlers.forgetHistory(tool);
    assert.deepEqual(done, [
      ["start", tool, "{}"],
      ["recent", tool],
      ["cancel", tool],
      ["forget", tool],
    ]);
    assert.equal(drafts.of(tool), "{}");
    const gone = { ...tool, name: "gone" };
    await assert.rejects(async () => handlers.call(gone, "{}"), HubError);
    assert.deepEqual([drafts.of(gone), done.length], [undefined, 4]);
  });

  it("opens a part of the result while the hub has it", async () => {
    const { handlers, done, now } = world();
    const expired = { code: "result-expired" };
    await assert.rejects(async () => handlers.openPart(tool, 0), expired);
    now.result = { content: [{ type: "text", text: "a" }] };
    await assert.rejects(async () => handlers.openPart(tool, 1), expired);
    await handlers.openPart(tool, 0);
    const [[what, part, server]] = done as [[string, { text: string }, string]];
    assert.deepEqual([what, part.text, server], ["open", "a", "files"]);
  });

  it("saves calls without their secrets, and removes them", async () => {
    const { handlers } = world();
    const kept = await handlers.save(tool, "mine", '{"a":1,"token":"t"}');
    assert.deepEqual(
      [kept.leftOut, kept.saved.map(({ name, args }) => [name, JSON.parse(args)])],
      [["token"], [["mine", { a: 1 }]]],
    );
    assert.equal((await handlers.open(tool)).saved.length, 1);
    assert.deepEqual(await handlers.removeSaved(tool, "mine"), []);
  });

  it("passes on what others do", () => {
    const { handlers, done } = world();
    handlers.review(tool);
    handlers.copy("x");
    assert.deepEqual(done, [
      ["review", "files", "read"],
      ["copy", "x"],
    ]);
  });
});

describe("the arguments that were in the page", () => {
  const target = (name: number): CallTarget => ({ ...tool, name: `${name}` });
  const kept = (drafts: Drafts, most: number) =>
    Array.from({ length: most }, (_, name) => name).filter((name) => drafts.of(target(name)) !== undefined);

  it("are kept for the latest fifty targets", () => {
    const drafts = new Drafts();
    for (let name = 0; name < 50; name++) drafts.keep(target(name), "{}");
    drafts.keep(target(0), "[]");
    assert.equal(kept(drafts, 50).length, 50);
    drafts.keep(target(50), "{}");
    const left = kept(drafts, 51);
    assert.deepEqual([left.length, left.includes(0), left.includes(1)], [50, true, false]);
    assert.equal(drafts.of(target(0)), "[]");
  });

  it("are kept up to a number of characters of all of them", () => {
    const drafts = new Drafts();
    const half = "x".repeat(16 * mebibyte);
    drafts.keep(target(0), half);
    drafts.keep(target(1), half);
    assert.deepEqual(kept(drafts, 2), [0, 1]);
    drafts.keep(target(2), "x");
    assert.deepEqual(kept(drafts, 3), [1, 2]);
  });
});
