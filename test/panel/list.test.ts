import assert from "node:assert/strict";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { atServer, requestFacts } from "../support/requestFacts";
import { type OpenPage, panelSuite } from "./openPage";
import { log, morning, stamped, viewOf } from "./panelFixture";

const rowHeight = 22;

describe("the panel's list", function () {
  const panel = panelSuite(this);
  let open: OpenPage;
  beforeEach(() => {
    open = panel.opened;
  });

  const show = (events: readonly HubEvent[]) =>
    open.tell({ type: "snapshot", view: viewOf(events), events: stamped(events), seq: events.length });
  const lines = (count: number) => Array.from({ length: count }, (_, index) => log("design", `line ${index}`));
  const row = (name: string | RegExp) => open.page.getByRole("treeitem", { name });
  const details = () => open.page.getByRole("region", { name: "Details" });
  const list = () => open.page.getByRole("tree");
  const active = () => open.page.locator(".line.active");

  /** Waits until the page has rendered what the last key did. */
  const settled = () =>
    open.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  const scrollTop = (): Promise<number> => open.page.evaluate("document.querySelector('.list').scrollTop");
  /** The active row's text, and how far its edges are inside those of the list's viewport. */
  const activeRow = (): Promise<{ text: string; above: number; below: number }> =>
    open.page.evaluate(`(() => {
      const list = document.querySelector(".list");
      const row = document.querySelector(".line.active");
      const [outer, inner] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
      return {
        text: row.querySelector(".text").textContent,
        above: inner.top - outer.top,
        below: outer.top + list.clientHeight - inner.bottom,
      };
    })()`);

  it("tells a screen reader which row it is, of how many, and what it says", async () => {
    await show(lines(120));
    await row("line 119").waitFor();
    const seen = (): Promise<string[][]> =>
      open.page.evaluate(`[...document.querySelectorAll("[role=treeitem]")].map((row) => [
        row.querySelector(".text").textContent, row.ariaPosInSet, row.ariaSetSize, row.ariaLevel,
      ])`);
    const expected = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => [`line ${from + index}`, `${from + index + 1}`, "120", "1"]);
    const atEnd = await seen();
    assert.deepEqual(atEnd, expected(120 - atEnd.length, 120));
    await list().press("Home");
    await row("line 0").first().waitFor();
    const atStart = await seen();
    assert.deepEqual(atStart, expected(0, atStart.length));
    await row(/^09:05:07\.082 design stderr info line 1$/).waitFor();
    await show(morning);
    await row(/^09:05:07\.642 documents call info outline: ok in 12 ms Chat participant$/).waitFor();
  });

  it("tells a screen reader which row is active, while that row is rendered", async () => {
    await show(lines(200));
    await row("line 199").waitFor();
    assert.equal(await list().getAttribute("aria-activedescendant"), null);
    await list().press("End");
    const id = await active().getAttribute("id");
    assert.equal(await list().getAttribute("aria-activedescendant"), id);
    const selected = open.page.locator("[role=treeitem][aria-selected=true]");
    assert.deepEqual([await selected.count(), await selected.getAttribute("id")], [1, id]);
    await open.page.evaluate("document.querySelector('.list').scrollTop = 0");
    await row("line 199").waitFor({ state: "detached" });
    assert.equal(await list().getAttribute("aria-activedescendant"), null);
  });

  it("keeps the active row in view, and scrolls no further than that takes", async () => {
    await show(lines(120));
    await row("line 119").waitFor();
    await list().press("Home");
    await settled();
    assert.deepEqual([(await activeRow()).text, await scrollTop()], ["line 0", 0]);
    const height: number = await open.page.evaluate("document.querySelector('.list').clientHeight");
    const visible = Math.floor(height / rowHeight);
    for (const [key, step] of [
      ["ArrowDown", 1],
      ["ArrowUp", -1],
    ] as const) {
      const first = step > 0 ? 0 : visible + 5;
      for (let index = first + step; index >= 0 && index <= visible + 5; index += step) {
        const top = await scrollTop();
        const before = await activeRow();
        await list().press(key);
        await settled();
        const { text, above, below } = await activeRow();
        assert.equal(text, `line ${index}`);
        assert.ok(above >= -1 && below >= -1, `line ${index}: ${above} px below the top, ${below} px above the bottom`);
        const room = step > 0 ? before.below : before.above;
        const moved = Math.abs((await scrollTop()) - top);
        assert.ok(Math.abs(moved - Math.max(0, rowHeight - room)) <= 1, `line ${index} moved the list by ${moved} px`);
      }
    }
  });

  it("moves by pages, stays at the end that a key reaches, and leaves it with the next key", async () => {
    await show(lines(120));
    await row("line 119").waitFor();
    await list().press("Home");
    const height: number = await open.page.evaluate("document.querySelector('.list').clientHeight");
    const page = Math.floor(height / rowHeight) - 1;
    await list().press("PageDown");
    assert.equal((await activeRow()).text, `line ${page}`);
    await list().press("PageDown");
    await settled();
    const after = await activeRow();
    assert.equal(after.text, `line ${2 * page}`);
    assert.ok(after.above >= 0 && after.below >= -1, JSON.stringify(after));

    const jump = open.page.getByRole("button", { name: /^Jump/ });
    await jump.waitFor();
    for (let pages = 0; pages < 120 / page; pages++) await list().press("PageDown");
    assert.equal((await activeRow()).text, "line 119");
    await jump.waitFor({ state: "detached" });
    await open.tell({ type: "events", events: stamped(lines(3), 121) });
    await row("line 2").waitFor();
    assert.equal(await jump.count(), 0, "it follows the end again");
    for (let pages = 0; pages < 3; pages++) await list().press("PageUp");
    await jump.waitFor();
  });

  it("stays at the end when it becomes lower just as something else makes it scroll", async () => {
    await show(lines(300));
    await row("line 299").waitFor();
    await open.page.evaluate(`(() => {
      const list = document.querySelector(".list");
      list.style.flex = "none";
      list.style.height = list.clientHeight - 100 + "px";
      list.dispatchEvent(new Event("scroll")); // the browser tells of the height after it tells of the scroll
    })()`);
    await settled();
    assert.equal(await open.page.getByRole("button", { name: "Jump to latest" }).count(), 0);
    await open.tell({ type: "events", events: stamped([log("design", "line 300")], 301) });
    await row("line 300").waitFor();
    await open.page.evaluate('document.querySelector(".list").style = ""');
    await settled();
  });

  it("marks each row by its outcome, by shape as well as by color", async () => {
    const call = (id: string, outcome: "ok" | "tool-error" | "failed" | "cancelled" | "denied"): HubEvent[] => [
      { type: "call.started", ...requestFacts({ call: id, server: "documents", tool: id }), args: "{}" },
      {
        type: "call.ended",
        ...requestFacts({ call: id, server: "documents", tool: id }),
        outcome,
        ms: 5,
        split: atServer(5),
      },
    ];
    const calls = (["ok", "tool-error", "failed", "cancelled", "denied"] as const).flatMap((one) =>
      call(`t-${one}`, one),
    );
    await show([...morning, ...calls, log("design", "a warning", "warning"), log("design", "a remark")]);
    await row("a remark").waitFor();
    const marks: [text: string, icon: string | undefined][] = [
      ["t-ok: ok", "check"],
      ["t-tool-error: tool error", "warning"],
      ["t-failed: failed", "error"],
      ["t-cancelled: cancelled", "circle-slash"],
      ["t-denied: denied", "warning"],
      ["analyze: running", "loading"],
      ["The command", "error"],
      ["a warning", "warning"],
      ["a remark", undefined],
    ];
    for (const [text, icon] of marks) {
      const sign = row(text).locator(".sign");
      assert.equal(await sign.count(), icon ? 1 : 0, text);
      if (icon) assert.match((await sign.getAttribute("class")) ?? "", new RegExp(`\\bcodicon-${icon} `), text);
    }
    assert.equal(await open.page.locator(".sign.codicon-modifier-spin").count(), 1, "only a running call turns");
    const level = await row("t-failed").getAttribute("class");
    assert.match(level ?? "", /\blevel-error\b.*\bkind-call\b/);
  });

  it("opens and closes the details by key, and leaves other keys alone", async () => {
    await show(lines(5));
    await list().press("End");
    const steps: [key: string, open: number][] = [
      ["ArrowLeft", 0],
      ["ArrowRight", 1],
      ["ArrowRight", 1],
      ["x", 1],
      ["Control+Enter", 1],
      ["Alt+ArrowLeft", 1],
      ["Escape", 0],
      [" ", 1],
      ["ArrowLeft", 0],
      ["Enter", 1],
    ];
    for (const [key, after] of steps) {
      await list().press(key);
      await settled();
      assert.equal(await details().count(), after, key);
      assert.equal((await activeRow()).text, "line 4");
    }
    await details().locator("pre").press("ArrowUp");
    assert.equal((await activeRow()).text, "line 4", "the text of the details has its own keys");
  });

  it("puts the next row at the edge when the topmost one is filtered out", async () => {
    const events = Array.from({ length: 120 }, (_, index) =>
      log("design", `line ${index}`, index === 40 ? "debug" : "info"),
    );
    await show(events);
    await row("line 119").waitFor();
    await open.page.evaluate(`document.querySelector(".list").scrollTop = ${40 * rowHeight + 7}`);
    await row("line 40").waitFor();
    await settled();
    await open.page.getByLabel("Minimum level").selectOption("info");
    await row("line 40").waitFor({ state: "detached" });
    await settled();
    assert.equal(await scrollTop(), 40 * rowHeight, "line 41 is the row with the index 40 now");
  });

  it("copies the selected text, not the row, where text is selected", async () => {
    await show(lines(5));
    await list().press("End");
    await open.page.evaluate("getSelection().selectAllChildren(document.querySelector('.line.active .text'))");
    await list().press("Control+c");
    const asked = async () => (await open.requests()).map(({ method }) => method);
    assert.deepEqual(await asked(), ["ready"]);
    await open.page.evaluate("getSelection().removeAllRanges()");
    await list().press("Control+c");
    await open.becomesTrue("sent.at(-1).method === 'copy'");
    assert.deepEqual(await asked(), ["ready", "copy"]);
  });
});
