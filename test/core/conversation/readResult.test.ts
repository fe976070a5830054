import assert from "node:assert/strict";
import { hubTools } from "../../../src/core/conversation/hubTools";
import type { Caller } from "../../../src/protocol/caller";
import { chatFixture, never } from "../../support/chatFixture";
import { fencesIn, unfenced } from "../../support/unfenced";

/** Characters of one to four bytes. */
const path = Array.from({ length: 300 }, (_, line) => `line ${line} é€𝄞`).join(" ");
/** What the fixture's server answers. */
const whole = `summarize ${JSON.stringify({ path })}`;

/** The hub's tools for a caller with room for `limit` bytes. */
async function setUp(limit = 1000) {
  const { deps, search } = await chatFixture();
  const tools = (caller: Caller) => hubTools(deps, search, caller);
  const agent = tools({ door: "agent" });
  const call = () =>
    agent.mcpHub_callTool.run({ tool: "documents__summarize", arguments: { path } }, { signal: never, limit });
  const read = (input: unknown, by = agent) => by.mcpHub_readResult.run(input, { signal: never, limit });
  return { tools, call, read };
}

/** What the end of an answer says to send next; `undefined` where it says nothing. */
function nextOf(text: string): { result: string; from: number } | undefined {
  const [, json] = /\n\n\(To read on, call mcpHub_readResult with (.+)\.\)$/.exec(text) ?? [];
  return json === undefined ? undefined : JSON.parse(json);
}

/** The part of a result that an answer has in its fence. */
const partOf = (text: string): string => fencesIn(text)[0]?.text ?? assert.fail(text);

/** An answer without its sentences: the part with its fence, which must fit into the limit together. */
const fenceOf = (text: string): string => text.replace(/^[^<]*/, "").replace(/\n\n\(To read on, [\s\S]*$/, "");

describe("a result that is too large for one answer", () => {
  it("comes with its beginning, and whole for code that shows it to a person", async () => {
    const { call } = await setUp();
    const { text, whole: kept } = await call();
    assert.match(
      text,
      /^The result of documents\/summarize was 5 KB; the first \d+ bytes follow\. Ask for a smaller part\.\n\n/,
    );
    assert.ok(whole.startsWith(partOf(text)));
    assert.equal(nextOf(text)?.from, partOf(text).length);
    assert.deepEqual(kept?.result.content, [{ type: "text", text: whole }]);
  });

  it("is read on part by part, to its last character", async () => {
    const { call, read } = await setUp();
    let { text } = await call();
    let seen = partOf(text);
    for (let next = nextOf(text); next; next = nextOf(text)) {
      assert.equal(next.from, seen.length);
      ({ text } = await read(next));
      assert.ok(Buffer.byteLength(fenceOf(text)) <= 1000);
      seen += partOf(text);
    }
    assert.equal(seen, whole);
  });

  it("is read from its beginning, and says where it ends", async () => {
    const { call, read } = await setUp();
    const { result } = nextOf((await call()).text) ?? {};
    const { text } = await read({ result });
    assert.match(
      text,
      RegExp(
        `^Characters 0 to \\d+ of ${whole.length} of the result of documents/summarize:\n\n<untrusted-data .*>\nsummarize`,
      ),
    );
    const past = await read({ result, from: whole.length });
    assert.equal(
      past.text,
      `The result of documents/summarize has ${whole.length} characters, and none from ${whole.length}.`,
    );
  });

  it("is not there for another caller", async () => {
    const { tools, call, read } = await setUp();
    const next = nextOf((await call()).text);
    for (const caller of [{ door: "chat" }, { door: "agent", client: { id: "1", name: "Other" } }] as const)
      await assert.rejects(read(next, tools(caller)), { code: "result-expired" });
    await assert.rejects(read({ result: "unknown" }), {
      code: "result-expired",
      message: "The hub no longer has this result, or it belongs to another caller.",
    });
  });

  it("is whole where there is room", async () => {
    const { call } = await setUp(100_000);
    assert.equal(unfenced((await call()).text), whole);
  });
});
