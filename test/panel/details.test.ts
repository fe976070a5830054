import assert from "node:assert/strict";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { requestFacts } from "../support/requestFacts";
import { type OpenPage, panelSuite } from "./openPage";
import { log, morning, stamped, viewOf } from "./panelFixture";

const facts = requestFacts({ call: "slow", server: "documents", tool: "index", caller: { door: "chat" } });
const wire = {
  type: "wire.message",
  server: "documents",
  method: "tools/call",
  id: 5,
  call: "slow",
} as const;
const answer = JSON.stringify({ jsonrpc: "2.0", id: 5, result: { content: [{ type: "text", text: "needle 12" }] } });

/** A call with everything that can be known of one. */
const slowCall: readonly HubEvent[] = [
  { type: "call.started", ...facts, args: '{"path":"docs","deep":{"levels":[1,2,{"big":12345678901234567890}]}}' },
  {
    ...wire,
    ...{ direction: "sent", kind: "request", bytes: 180, text: '{"jsonrpc":"2.0","id":5}' },
    http: { headers: { authorization: "•••", accept: "application/json" } },
  },
  { type: "call.progress", ...facts, progress: 4, total: 10, message: "reading guide.md" },
  log("documents", "index is cold"),
  {
    ...wire,
    direction: "received",
    kind: "response",
    bytes: answer.length,
    text: answer,
    http: { status: 200, headers: { "content-type": "application/json" } },
  },
  {
    type: "call.ended",
    ...facts,
    outcome: "ok",
    ms: 2000,
    split: { approval: 9000, queue: 300, waits: 500, server: 1200 },
    decision: { by: "question" },
  },
];

describe("the details of a row", function () {
  const panel = panelSuite(this);
  let open: OpenPage;
  beforeEach(() => {
    open = panel.opened;
  });

  const show = (events: readonly HubEvent[] = [...morning, ...slowCall]) =>
    open.tell({ type: "snapshot", view: viewOf(events), events: stamped(events), seq: events.length });
  const row = (name: string | RegExp) => open.page.getByRole("treeitem", { name });
  const button = (name: string | RegExp) => open.page.getByRole("button", { name, exact: typeof name === "string" });
  const details = () => open.page.getByRole("region", { name: "Details" });
  const footer = async () => (await open.page.locator("footer").textContent()) ?? "";

  it("show where a call's time went, without the person's, what the hub did, and what the server said meanwhile", async () => {
    await show();
    const line = row("index: ok");
    assert.equal(await line.locator(".duration").textContent(), "2.0 s", "not eleven seconds");
    assert.deepEqual(
      await Promise.all([".caller", ".outcome", ".size"].map((column) => line.locator(column).textContent())),
      ["Chat participant", "ok", `${180 + answer.length} B`],
    );
    await line.click();
    const text = (await details().locator("dl").first().textContent()) ?? "";
    for (const part of [
      "2.0 s in total",
      "You were asked (not counted): 9.0 s",
      "In the queue: 300 ms",
      "Waits until it could be sent: 500 ms",
      "At the server: 1.2 s",
      "Allowed: you answered",
      "4 of 10, reading guide.md",
      "index is cold",
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
    assert.equal(await details().locator("svg.bar rect").count(), 4);
  });

  it("show each message with its HTTP status, its masked headers, and as a tree or as text", async () => {
    await show();
    await row("index: ok").click();
    const received = details().getByRole("region", { name: "Received answer" });
    await received.getByText("HTTP 200, 1 header").click();
    await received.getByText("content-type").waitFor();
    await details().getByRole("region", { name: "Sent request" }).getByText("2 headers").click();
    await details().getByText("•••").waitFor();
    await received.locator(".key", { hasText: "jsonrpc" }).waitFor();
    await received.getByRole("button", { name: "Text" }).click();
    assert.match((await received.locator("pre").textContent()) ?? "", /"text": "needle 12"/);
    await open.page.getByRole("searchbox").fill("needle");
    assert.equal(await received.locator("mark").textContent(), "needle");
  });

  it("fold JSON, keep all digits of a number, and draw little of much", async () => {
    const many = JSON.stringify({
      list: Array.from({ length: 200_000 }, (_, index) => ({ index, text: "some text" })),
    });
    await open.answer("message", many);
    const large: HubEvent = {
      type: "wire.message",
      server: "documents",
      direction: "received",
      kind: "response",
      method: "tools/list",
      id: 9,
      bytes: many.length,
      text: many.slice(0, 2000),
    };
    await show([...morning, ...slowCall, large]);
    await row("index: ok").click();
    await details().locator(".number", { hasText: "12345678901234567890" }).waitFor();
    await details().getByRole("button", { name: "levels" }).click();
    await details().locator(".number", { hasText: "12345678901234567890" }).waitFor({ state: "detached" });

    await row("tools/list").click();
    await details()
      .getByRole("button", { name: /^list: \[…\] \d/ })
      .click();
    await details()
      .getByRole("button", { name: /^Show more/ })
      .waitFor();
    const drawn = await details().locator("*").count();
    assert.ok(drawn < 3000, `${drawn} elements for ${many.length} characters`);
    assert.deepEqual((await open.asked("message")).length, 1, "the whole text comes from the host, when it is wanted");
  });

  it("show JSON beyond a bound of depth as it is, and cut a line of 100,000 characters until all is wanted", async () => {
    const deep = `${'{"a":'.repeat(500)}1${"}".repeat(500)}`;
    const started = {
      type: "call.started",
      ...requestFacts({ call: "d", server: "documents", tool: "deep" }),
    } as const;
    await show([...morning, { ...started, args: deep }, log("design", "y".repeat(100_000))]);
    await row("deep: running").click();
    await details().locator(".key").first().waitFor();
    assert.ok((await details().locator(".fold").count()) <= 40);
    await row("yyyyy").click();
    const text = () => details().locator("pre").first().textContent();
    assert.ok(((await text()) ?? "").length < 6000);
    await details().getByRole("button", { name: "Show all (100,000 characters)" }).click();
    assert.equal((await text())?.length, 100_000);
  });

  it("ask the host for what can be done with a call: now, and after it has ended", async () => {
    await show();
    await row("index: ok").click();
    assert.equal(await button("Cancel").count(), 0);
    await button("Call again").click();
    await button("Edit and call…").click();
    await button("Open result").click();
    for (const form of ["Result", "curl", "Command line", "SDK code"])
      await open.page.getByLabel("Copy the call as").selectOption({ label: form });
    await button("Open in editor").click();
    await open.becomesTrue("sent.at(-1).method === 'openText'");
    const made = (await open.requests()).filter(({ method }) => !["ready", "content"].includes(method));
    assert.deepEqual(
      made.slice(0, 7).map(({ method, params }) => [method, ...params]),
      [
        ["callAgain", "slow"],
        ["editCall", "slow"],
        ["openResult", "slow"],
        ["copyAs", "slow", "result"],
        ["copyAs", "slow", "curl"],
        ["copyAs", "slow", "command"],
        ["copyAs", "slow", "script"],
      ],
    );
    await row("analyze: running").click();
    await button("Cancel").click();
    assert.deepEqual((await open.asked("cancel"))[0], ["c3"]);
    assert.equal(await button("Call again").count(), 0);
    await open.refuse("cancel", "This call has already ended.");
    await button("Cancel").click();
    await open.page.getByRole("alert").getByText("This call has already ended.").waitFor();
  });

  it("filter by what the row is, with one click", async () => {
    await show();
    const only = details().getByRole("group", { name: "Show only" });
    for (const [name, shown] of [
      ["documents", 13],
      ["index", 1],
      ["Chat participant", 2],
      ["ok", 2],
      ["Calls", 4],
    ] as const) {
      await row("index: ok").click();
      await only.getByRole("button", { name, exact: true }).click();
      assert.match(await footer(), new RegExp(`^${shown} of `), name);
      await button("Reset").click();
    }
  });

  it("go with the selection, from error to error, and the search is there with Ctrl+F", async () => {
    await show([...morning, log("design", "a second error", "error")]);
    await row(/a second error/).waitFor();
    await open.page.keyboard.press("F8");
    await details().getByText('The command "uvx"').first().waitFor();
    await open.page.keyboard.press("F8");
    await details().getByText("Traceback").first().waitFor();
    await button("Next error").click();
    await details().getByText("a second error").first().waitFor();
    await open.page.keyboard.press("F8");
    await details().getByText('The command "uvx"').first().waitFor();
    await open.page.keyboard.press("Control+f");
    await open.page.locator("[type=search]:focus").waitFor();
    await open.page.keyboard.type("guide");
    assert.equal(await open.page.getByRole("searchbox").inputValue(), "guide");
  });

  it("are below the list where the page is narrow, and the columns that matter stay", async () => {
    await open.page.setViewportSize({ width: 720, height: 640 });
    await show();
    await row("index: ok").click();
    const [list, pane] = [await open.page.locator(".list").boundingBox(), await details().boundingBox()];
    assert.ok(list && pane && pane.y >= list.y + list.height - 1, JSON.stringify([list, pane]));
    await button("Close details").click();
    for (const column of [".time", ".server", ".kind", ".text", ".outcome", ".duration", ".size"])
      await row("index: ok").locator(column).waitFor();
    const top = (await open.page.locator("main").boundingBox())?.y ?? 0;
    assert.ok(top < 640 / 4, `${top} px stand above the list`);
  });

  it("ignore messages that are not the host's", async () => {
    await show();
    await row("index: ok").waitFor();
    await open.page.evaluate(`for (const bad of [
      null, "events", 7, [], {}, { type: "evil" }, { type: "events" }, { type: "events", events: "x" },
      { type: "snapshot", events: [] }, { type: "reply" }, { type: "reply", id: 10_000, ok: true }, { type: "__proto__" },
    ]) postMessage(bad, "*")`);
    await open.tell({ type: "events", events: stamped([log("design", "still here")], 40) });
    await row("still here").waitFor();
    await row("index: ok").waitFor();
  });

  it("follow the newest, or stay, as the button says", async () => {
    await show(Array.from({ length: 200 }, (_, index) => log("design", `line ${index}`)));
    await row("line 199").waitFor();
    assert.equal(await button("Follow").getAttribute("aria-pressed"), "true");
    await button("Follow").click();
    await open.tell({ type: "events", events: stamped([log("design", "after")], 201) });
    await button("Jump to latest (1 new)").waitFor();
    assert.equal(await button("Follow").getAttribute("aria-pressed"), "false");
    await button("Follow").click();
    await row("after").waitFor();
    assert.equal(await button("Follow").getAttribute("aria-pressed"), "true");
  });

  it("can be saved, and looked at again from a file, which says whose it is", async () => {
    await show();
    await button(/^Calls \d/).click();
    await button("Export").click();
    const [[har] = []] = await open.asked("exportRows");
    const { log: archive } = JSON.parse(String(har));
    assert.equal(archive.entries.length, 4, "only what is shown");
    await button("All").click();
    await open.answer("importRows", { name: "friday.json", text: String(har) });
    await button("Import").click();
    await open.page.getByText("You are looking at the file friday.json").waitFor();
    assert.equal(await footer(), "4 rows");
    await button("Back to this hub").click();
    await open.answer("importRows", { name: "odd.json", text: "no" });
    await button("Import").click();
    await open.page.getByRole("alert").getByText("odd.json: The file is not JSON.").waitFor();
  });

  it("show which server is selected, also in high contrast", async () => {
    for (const theme of ["high-contrast", "high-contrast-light"] as const) {
      open = await panel.reopen({ theme });
      await show();
      const chip = (server: string): Promise<string> =>
        open.page.evaluate(`getComputedStyle(document.querySelector(".chip[aria-label^='${server}']")).borderColor`);
      await button(/^documents:/).waitFor();
      const before = await chip("documents");
      await button(/^documents:/).click();
      await open.page.mouse.move(0, 0);
      assert.notEqual(await chip("documents"), before, theme);
      assert.equal(await chip("tickets"), before);
    }
  });

  it("can be read where a theme has pale colors for errors", async () => {
    await open.page.evaluate(`for (const [name, value] of Object.entries({
      "--vscode-errorForeground": "#f85149", "--vscode-foreground": "#3b3b3b", "--vscode-editor-background": "#ffffff",
    })) document.documentElement.style.setProperty(name, value)`);
    await show();
    await row('Failed. The command "uvx"').waitFor();
    const color: string = await open.page.evaluate(
      "getComputedStyle(document.querySelector('.level-error .text')).color",
    );
    const parts = [...color.matchAll(/[\d.]+/g)].map(([part]) => Number(part));
    const scale = color.startsWith("color(") ? 1 : 255;
    const luminance = parts
      .slice(0, 3)
      .map((part) => part / scale)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, index) => sum + part * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);
    const ratio = 1.05 / (luminance + 0.05);
    assert.ok(ratio >= 4.5, `${color} has ${ratio.toFixed(2)} : 1`);
  });
});
