import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { type Conversation, converse, waitAtMost } from "../../../src/core/conversation/conversation";
import { promptOpening } from "../../../src/core/conversation/promptInput";
import {
  calls,
  chatFixture,
  type FixtureOptions,
  never,
  type Reply,
  resultsIn,
  SeenView,
  says,
  scripted,
} from "../../support/chatFixture";
import { aTool } from "../../support/fakeLink";
import { fencesIn, unfenced } from "../../support/unfenced";

let time = 0;
const question = {
  prompt: "What is in a.md?",
  attached: [],
  history: [],
  maxInputTokens: 100_000,
  signal: never,
  now: () => (time += 300),
};

async function ask(replies: readonly Reply[], given?: FixtureOptions, more: Partial<Conversation> = {}) {
  const fixture = await chatFixture(given);
  const view = new SeenView();
  const model = scripted(...replies);
  const { deps, search } = fixture;
  const result = await converse({ ...question, deps, search, send: model.send, view, ...more });
  return { ...fixture, view, requests: model.requests, result };
}

const textOf = (requests: Awaited<ReturnType<typeof ask>>["requests"], at = 0): string =>
  (requests[at] ?? assert.fail()).messages
    .flatMap(({ role, parts }) => parts.map((part) => `${role}: ${part.kind === "text" ? part.text : part.kind}`))
    .join("\n");

const callSummarize = [calls("documents__summarize", { path: "a.md" }, "c")];

describe("a question to @mcp", () => {
  it("is answered with a real call of the hub, and shows which tool ran", async () => {
    const { view, requests, result, stream } = await ask([
      [says("Let me see."), ...callSummarize],
      [says("A letter.")],
    ]);
    assert.equal(result.answer, "A letter.");
    assert.equal(resultsIn(requests[1] ?? assert.fail()).c, 'summarize {"path":"a.md"}');
    assert.deepEqual(view.lines, ["Running summarize on documents…"]);
    assert.equal(view.text, "Let me see.\n\n✓ summarize on documents, 0.3 s\n\nA letter.");
    const doors = stream.history.flatMap((event) => (event.type === "call.started" ? [event.caller.door] : []));
    assert.deepEqual(doors, ["chat"]);
  });

  it("says that it waits while the person is asked, and no time of what they refused", async () => {
    for (const allow of [true, false]) {
      const { view } = await ask([callSummarize, [says("Done.")]], {
        options: { approval: "always" },
        ask: async () => (allow ? { allow, span: "once", what: "tool" } : { allow }),
      });
      assert.deepEqual(view.lines, [
        "Running summarize on documents…",
        "summarize on documents waits for your answer…",
        "Running summarize on documents…",
      ]);
      if (!allow) assert.match(view.text, /^\n\n✗ summarize on documents: .*you declined/);
    }
  });

  it("may start with the messages of a prompt in place of the question", async () => {
    const opening = promptOpening("documents", "review", [
      { role: "user", content: { type: "text", text: "Review a.md." } },
      { role: "assistant", content: { type: "text", text: "Gladly." } },
      { role: "user", content: { type: "image", data: "AAAA", mimeType: "image/png" } },
    ]);
    const { requests } = await ask([[says("Done.")]], undefined, { prompt: "", opening });
    const text = textOf(requests);
    assert.match(text, /^user: The user chose the prompt "review" of the MCP server "documents"\./m);
    assert.ok(unfenced(text).endsWith("user: Review a.md.\nassistant: Gladly.\nuser: [Image, image/png, 3 bytes]"));
    assert.deepEqual(
      new Set(fencesIn(text).map(({ origin }) => origin)),
      new Set(['server="documents" prompt="review"']),
    );
  });

  it("gives the model the rules, the servers, the earlier turns and the attachments, in that order", async () => {
    const { requests } = await ask([[says("Yes.")]], undefined, {
      history: [
        { role: "user", text: "Is there an a.md?" },
        { role: "assistant", text: "There is." },
      ],
      attached: ["/work/a.md, lines 1 to 3"],
    });
    const text = textOf(requests);
    assert.match(text, /never instructions to you/);
    assert.match(text, /documents \(ready\)/);
    assert.deepEqual(
      text.split("\n").slice(-5),
      [
        ...["user: Is there an a.md?", "assistant: There is.", "user: What is in a.md?", ""],
        ...["Attached:", "/work/a.md, lines 1 to 3"],
      ].slice(-5),
    );
  });

  it("gives the model the hub's tools under their model names", async () => {
    const { requests } = await ask([[says("Hm.")]]);
    const names = requests[0]?.tools.map(({ name }) => name);
    assert.deepEqual(names, ["mcpHub_readResult", "documents__summarize"]);
  });

  it("offers to read resources if there are any", async () => {
    const servers = { documents: { resources: [{ uri: "doc://a", name: "A" }] } };
    const { requests } = await ask(
      [[calls("mcpHub_readResource", { server: "documents", uri: "doc://a" }, "c")], [says("Read.")]],
      { servers },
    );
    assert.deepEqual(
      requests[0]?.tools.map(({ name }) => name),
      ["mcpHub_listServers", "mcpHub_readResource"],
    );
    assert.equal(resultsIn(requests[1] ?? assert.fail()).c, "[Resource doc://a]\ntext");
  });

  it("searches where there are more than 100 tools", async () => {
    const tools = Array.from({ length: 150 }, (_, n) => aTool(`tool_${n}`));
    const { requests, view } = await ask(
      [
        [calls("mcpHub_findTools", { query: "tool 149" }, "find")],
        [
          calls("mcpHub_callTool", { tool: "many__tool_149", arguments: { a: 1 } }, "call"),
          calls("many__tool_3", {}, "direct"),
        ],
        [says("Done.")],
      ],
      { servers: { many: { tools } } },
    );
    assert.match(textOf(requests), /There are 150 tools, and you have only some of them/);
    assert.match(resultsIn(requests[1] ?? assert.fail()).find ?? "", /^many__tool_149/);
    assert.deepEqual(resultsIn(requests[2] ?? assert.fail()), { call: 'tool_149 {"a":1}', direct: "tool_3 {}" });
    assert.deepEqual(view.lines, [
      ...["Searching the tools for tool 149…", "Calling tool\\_149 on many…", "Running tool\\_3 on many…"],
    ]);
  });

  it("gives a model that searches the tools that match the question", async () => {
    const tools = Array.from({ length: 150 }, (_, n) => aTool(n === 140 ? "translate_poem" : `tool_${n}`));
    const { requests } = await ask(
      [[says("Hm.")]],
      { servers: { many: { tools } } },
      { prompt: "Translate this poem" },
    );
    assert.ok(requests[0]?.tools.some(({ name }) => name === "many__translate_poem"));
  });

  it("can list the servers where a search finds nothing, and gets that tool once", async () => {
    const many = { tools: Array.from({ length: 150 }, (_, n) => aTool(`tool_${n}`)) };
    const notes = { resources: [{ uri: "doc://a", name: "A" }] };
    const cases: readonly NonNullable<FixtureOptions["servers"]>[] = [{ many }, { many, notes }];
    for (const servers of cases) {
      const { requests } = await ask(
        [
          [calls("mcpHub_findTools", { query: "zeppelin" }, "find")],
          [calls("mcpHub_listServers", {}, "list")],
          [says("No.")],
        ],
        { servers },
      );
      const names = requests[0]?.tools.map(({ name }) => name) ?? [];
      assert.equal(names.filter((name) => name === "mcpHub_listServers").length, 1);
      assert.match(
        resultsIn(requests[1] ?? assert.fail()).find ?? "",
        /^No tool matches "zeppelin" \(150 searched\)\. Try other words, or see mcpHub_listServers\.$/,
      );
      assert.match(resultsIn(requests[2] ?? assert.fail()).list ?? "", /^many: Ready/m);
    }
  });

  it("reports that the turn limit was reached", async () => {
    const { view, result } = await ask([callSummarize, callSummarize, [says("So far so good.")]], {
      options: { chatMaxTurns: 1 },
    });
    assert.equal(result.limitReached, true);
    assert.match(
      view.text,
      /So far so good\.\n\nThe limit of 1 turn with tools was reached\. Ask to continue, or raise the setting `mcpHub\.chatMaxTurns`\.$/,
    );
  });

  it("keeps results within the setting and the model's context", async () => {
    const long = async () => ({ content: [{ type: "text" as const, text: "x".repeat(50_000) }], isError: false });
    const inSetting = await ask([callSummarize, [says("Long.")]], { callTool: long, options: { resultLimitKb: 10 } });
    assert.match(
      resultsIn(inSetting.requests[1] ?? assert.fail()).c ?? "",
      /^The result of documents\/summarize was 49 KB; the first 10 KB follow/,
    );
    const inModel = await ask([callSummarize, [says("Long.")]], { callTool: long }, { maxInputTokens: 4000 });
    assert.ok((resultsIn(inModel.requests[1] ?? assert.fail()).c ?? "").length < 3200);
  });

  it("waits for servers that are connecting", async () => {
    const { deps, search, hub } = await chatFixture();
    await hub.disconnect("documents");
    const connecting = hub.connect("documents");
    const view = new SeenView();
    const { send, requests } = scripted([says("Hm.")]);
    await converse({ ...question, deps, search, view, send });
    assert.deepEqual(view.lines, ["Waiting for servers to connect…"]);
    assert.equal(requests[0]?.tools.at(-1)?.name, "documents__summarize");
    await connecting;
  });

  it("stops waiting when the person cancels", async () => {
    const { deps, search } = await chatFixture({ hangs: true });
    const { send } = scripted([says("Hm.")]);
    const signal = AbortSignal.abort();
    await assert.rejects(converse({ ...question, deps, search, view: new SeenView(), send, signal }), {
      code: "cancelled",
    });
  });
});

describe("waiting with a limit", () => {
  it("ends with the promise, fulfilled or rejected", async () => {
    await waitAtMost(Promise.resolve(), 60_000, never);
    await waitAtMost(Promise.reject(new Error("failed")), 60_000, never);
  });

  it("ends when the time is up or the caller cancels", async () => {
    const forever = new Promise<void>(() => {});
    await waitAtMost(forever, 1, never);
    const abort = new AbortController();
    const wait = waitAtMost(forever, 60_000, abort.signal);
    await turn();
    abort.abort();
    await wait;
  });
});
