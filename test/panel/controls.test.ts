import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import type { HubEvent } from "../../src/protocol/hubEvent";
import type { CallContent } from "../../src/protocol/panelMessages";
import { type Filter, filtering, showAll } from "../../webview-ui/filter";
import { fold, noRows } from "../../webview-ui/rows";
import { requestFacts } from "../support/requestFacts";
import { type OpenPage, panelSuite } from "./openPage";
import { log, morning, stamped, viewOf } from "./panelFixture";

describe("the panel's controls", function () {
  const panel = panelSuite(this);
  let open: OpenPage;
  beforeEach(() => {
    open = panel.opened;
  });

  const show = (events: readonly HubEvent[] = morning) =>
    open.tell({ type: "snapshot", view: viewOf(events), events: stamped(events), seq: events.length });
  const more = (...events: HubEvent[]) => open.tell({ type: "events", events: stamped(events, morning.length + 1) });
  const row = (name: string | RegExp) => open.page.getByRole("treeitem", { name });
  const details = () => open.page.getByRole("region", { name: "Details" });
  const button = (name: string | RegExp) => open.page.getByRole("button", { name, exact: typeof name === "string" });
  const footer = async () => (await open.page.locator("footer").textContent()) ?? "";
  const pressed = (name: string | RegExp) => button(name).getAttribute("aria-pressed");

  it("show the hub's state: how many servers are ready, its phase, and whether something needs attention", async () => {
    await show();
    const heading = open.page.getByRole("heading", { name: "MCP 1/4" });
    await heading.waitFor();
    assert.equal(await heading.locator(".codicon-warning.attention").count(), 1);
    assert.equal(
      await open.page.getByRole("status").textContent(),
      "The hub is running, but not every server is ready",
    );
    await show([]);
    await open.page.getByRole("heading", { name: "MCP 0/0" }).waitFor();
    assert.equal(await open.page.locator("h1 .codicon-plug").count(), 1);
    assert.equal(await open.page.locator("h1 .attention").count(), 0);
    assert.equal(await open.page.getByRole("group", { name: "Servers" }).count(), 0, "no server, no list of servers");
  });

  it("show each server's state by an icon, and its running calls by a number", async () => {
    await show();
    await button(/^documents:/).waitFor();
    const icons: [server: RegExp, icon: string, turns: boolean][] = [
      [/^documents:/, "circle-filled", false],
      [/^tickets:/, "key", false],
      [/^search:/, "error", false],
      [/^design:/, "loading", true],
    ];
    for (const [server, icon, turns] of icons) {
      const classes = (await button(server).locator(".state").getAttribute("class")) ?? "";
      assert.match(classes, new RegExp(`\\bcodicon-${icon} `));
      assert.equal(classes.includes("codicon-modifier-spin"), turns, classes);
    }
    assert.equal(
      await button(/^documents:/)
        .locator(".badge")
        .getAttribute("data-count"),
      "1",
    );
    assert.equal(
      await button(/^search:/)
        .locator(".badge")
        .count(),
      0,
    );
  });

  it("filter by a server until it is clicked again, also by one that is gone", async () => {
    await show();
    await button(/^documents:/).click();
    assert.equal(await pressed(/^documents:/), "true");
    assert.equal(await pressed(/^search:/), "false");
    assert.match(await footer(), /^\d+ of 21 rows$/);
    const details = open.page.getByRole("region", { name: "Server documents" });
    assert.match((await details.locator(".server-words").textContent()) ?? "", /^ ?documents Ready, 12 tools$/);
    await button(/^documents:/).click();
    assert.equal(await pressed(/^documents:/), "false");
    assert.equal(await footer(), "21 rows");
    assert.equal(await details.count(), 0);

    await button(/^design:/).click();
    await more({ type: "server.removed", server: "design" });
    const gone = button("design (not in the settings)");
    await gone.waitFor();
    assert.equal(await pressed("design (not in the settings)"), "true");
    await gone.click();
    assert.equal(await footer(), "22 rows");
    assert.equal(await gone.count(), 0);
  });

  it("offer for a server only what can be done with it", async () => {
    await show();
    const actions = async (server: RegExp) => {
      await button(server).click();
      return open.page.locator(".server-details .action").allTextContents();
    };
    const always = [" Show log", " Open settings"];
    assert.deepEqual(await actions(/^documents:/), [" Details", " Restart", " Disconnect", ...always]);
    assert.deepEqual(await actions(/^design:/), [" Details", " Restart", " Disconnect", ...always]);
    assert.deepEqual(await actions(/^tickets:/), [" Details", " Sign in", " Connect", ...always]);
    assert.deepEqual(await actions(/^search:/), [" Details", " Connect", " Diagnose", ...always]);
    await more({ type: "server.state", server: "search", state: { kind: "stopped", reason: "person" } });
    await open.page.locator(".server-details").getByText("Disconnected").waitFor();
    assert.deepEqual(await open.page.locator(".server-details .action").allTextContents(), [
      " Details",
      " Connect",
      ...always,
    ]);
  });

  it("show only the calls of a thread, from a call of it, until that is ended", async () => {
    await show();
    const caller = { door: "gateway", client: { id: "app", name: "App" } } as const;
    const called = (call: string, thread: string): HubEvent => ({
      type: "call.started",
      ...requestFacts({ call, server: "documents", tool: call, caller, thread }),
      args: "{}",
    });
    await more(called("first", "trip"), called("second", "other"), called("third", "trip"));
    await row("first: running").click();
    await details().getByText("Thread", { exact: true }).waitFor();
    await details().getByRole("button", { name: "Thread trip" }).click();
    assert.equal(await footer(), "2 of 24 rows");
    await row("third: running").waitFor();
    assert.equal(await row("second: running").count(), 0);
    assert.equal(await button("Reset").count(), 1);
    await button("Reset").click();
    assert.equal(await footer(), "24 rows");
    await row("outline: ok").click();
    await details().getByRole("button", { name: "outline", exact: true }).waitFor();
    assert.equal(await button("Thread trip").count(), 0, "a call without a thread offers none");
  });

  it("show a kind alone, more kinds with a key held, and offer a reset only while something is hidden", async () => {
    await show();
    await row("outline: ok").waitFor();
    const reset = button("Reset");
    assert.equal(await reset.count(), 0);
    assert.equal(await pressed("All"), "true");
    await button(/^Calls \d/).click();
    assert.equal(await footer(), "3 of 21 rows");
    assert.deepEqual([await pressed(/^Calls \d/), await pressed("All")], ["true", "false"]);
    await button(/^Hub \d/).click({ modifiers: ["Control"] });
    assert.equal(await footer(), "6 of 21 rows");
    await button(/^Calls \d/).click({ modifiers: ["Shift"] });
    assert.equal(await footer(), "3 of 21 rows");
    await button(/^Hub \d/).click();
    assert.equal(await footer(), "21 rows", "a click on the only one shows all again");
    await button(/^Hub \d/).click();
    await button("All").click();
    assert.equal(await footer(), "21 rows");

    await button("More filters").click();
    await open.page.getByLabel("Outcome").selectOption("denied");
    assert.equal(await footer(), "1 of 21 rows");
    await open.page.getByLabel("Outcome").selectOption("");
    await open.page.getByLabel("Caller").selectOption({ label: "Language model tool" });
    assert.equal(await footer(), "1 of 21 rows");
    await reset.click();
    assert.equal(await open.page.getByLabel("Caller").inputValue(), "");
    await open.page.getByLabel("Duration").selectOption("100");
    assert.equal(await footer(), "0 of 21 rows");
    await reset.click();

    const level = open.page.getByLabel("Minimum level");
    for (const [value, shown] of [
      ["info", 20],
      ["warning", 6],
      ["error", 2],
    ] as const) {
      await level.selectOption(value);
      assert.equal(await footer(), `${shown} of 21 rows`);
      assert.equal(await reset.count(), 1);
    }
    await level.selectOption("debug");
    assert.equal(await reset.count(), 0);
    await open.page.getByRole("searchbox").fill("guide");
    await open.page.locator("mark").first().waitFor();
    assert.deepEqual(new Set(await open.page.locator("mark").allTextContents()), new Set(["guide"]));
    await reset.click();
    assert.equal(await open.page.locator("mark").count(), 0);
    assert.equal(await open.page.getByRole("searchbox").inputValue(), "");
  });

  it("clear the list, also while it is paused, and count one row as one", async () => {
    await show();
    await button("Pause").click();
    await more(log("design", "late"));
    await open.page.getByText("21 rows · Paused, 1 event since").waitFor();
    await button("Clear").click();
    assert.equal(await footer(), "0 rows · Paused, 0 events since");
    await button("Resume").click();
    assert.equal(await footer(), "0 rows");
    await open.tell({ type: "events", events: stamped([log("design", "after")], morning.length + 2) });
    await row("after").waitFor();
    assert.equal(await footer(), "1 row");
  });

  it("clear what is shown, and neither lose nor bring back what is on its way", async () => {
    await show();
    await button("Clear").click();
    await open.becomesTrue("sent.some(({ method }) => method === 'clear')");
    assert.deepEqual(await open.asked("clear"), [[morning.length]]);
    // The host sent the rest of the past before it heard of it, and then what happened since.
    await open.tell({ type: "history", events: stamped([log("design", "of the past")], morning.length) });
    await open.tell({ type: "events", events: stamped([log("design", "on its way")], morning.length + 1) });
    await row("on its way").waitFor();
    assert.equal(await footer(), "1 row");
  });

  it("filter by keys alone: by text, level, outcome, caller, duration, kinds and server", async () => {
    await show();
    await row("outline: ok").waitFor();
    const { keyboard } = open.page;
    const tabTo = async (what: Locator, key = "Tab") => {
      for (let presses = 0; presses < 100; presses++) {
        if ((await what.and(open.page.locator(":focus")).count()) === 1) return;
        await keyboard.press(key);
      }
      assert.fail(`${key} does not lead to ${what}.`);
    };
    const choice = (name: string) => open.page.getByRole("combobox", { name });
    const all = fold(noRows, stamped(morning)).list;
    const shown = async (parts: Partial<Filter>) => {
      const { list } = filtering({ ...showAll, ...parts })(all);
      assert.ok(list.length < all.length);
      await open.page.getByText(`${list.length} of ${all.length} rows`, { exact: true }).waitFor();
    };
    const reset = async (key: string) => {
      await tabTo(button("Reset"), key);
      await keyboard.press("Enter");
      await open.page.getByText(`${all.length} rows`, { exact: true }).waitFor();
    };
    /** Goes to a control and uses it; then everything is shown again. */
    const uses = async (what: Locator, keys: readonly string[], parts: Partial<Filter>) => {
      await keyboard.press("Control+f");
      await tabTo(what);
      for (const key of keys) await keyboard.press(key);
      await shown(parts);
      await reset("Shift+Tab");
    };

    await keyboard.press("Control+f");
    await keyboard.type("guide.md");
    await shown({ search: "guide.md" });
    await reset("Tab");
    await uses(choice("Minimum level"), ["End"], { level: "error" });
    await keyboard.press("Control+f");
    await tabTo(button("More filters"));
    await keyboard.press("Enter");
    await uses(choice("Outcome"), ["d"], { outcome: "denied" });
    await uses(choice("Caller"), ["ArrowDown", "ArrowDown"], { caller: "agent" });
    await uses(choice("Duration"), ["ArrowDown"], { slowerThan: 100 });
    await uses(button(/^Calls/), ["Space"], { kinds: ["call"] });

    await tabTo(button(/^Calls/));
    await keyboard.press("Enter");
    await tabTo(button(/^stderr/));
    await keyboard.press("Shift+Space");
    await shown({ kinds: ["call", "stderr"] });
    await tabTo(button("All"), "Shift+Tab");
    await keyboard.press("Enter");

    await tabTo(button(/^tickets:/), "Shift+Tab");
    await keyboard.press("Enter");
    assert.equal(await pressed(/^tickets:/), "true");
    await shown({ server: "tickets" });
    await keyboard.press("Enter");
  });

  it("copy a row without opening it, and shorten only its line", async () => {
    const long = `${"x".repeat(600)}yz`;
    await show([log("design", "x".repeat(600)), log("design", long)]);
    const last = row("x").last();
    assert.equal(await row("x").first().locator(".text").textContent(), "x".repeat(600));
    assert.equal(await last.locator(".text").textContent(), `${"x".repeat(600)}…`);
    await last.hover();
    await last.locator(".copy").click();
    assert.equal(await details().count(), 0);
    await open.becomesTrue("sent.some(({ method }) => method === 'copy')");
    assert.ok(String((await open.asked("copy"))[0]?.[0]).endsWith(long));
    await last.click();
    assert.equal(await details().locator("pre").textContent(), long);
  });

  it("show a result's parts, or that it has none, and only for a call that gave one", async () => {
    const content: CallContent = {
      parts: [{ kind: "audio", name: "a.wav", about: "audio/wav, 9.0 MB" }],
      more: 0,
    };
    await open.answer("content", content);
    await show();
    await row("outline: ok").click();
    await details().getByText("audio/wav, 9.0 MB").waitFor();
    assert.equal(await details().locator("audio").count(), 0, "too large for the page");
    assert.equal(await details().getByText("more not shown").count(), 0);
    assert.equal(await details().getByText("The tool returned nothing.").count(), 0);
    assert.equal(await details().getByText("_meta").count(), 0);
    for (const text of ["rename: denied", "analyze: running"]) await row(text).click();
    await details().getByText("analyze").first().waitFor();
    assert.equal((await open.asked("content")).length, 1);
    await open.answer("content", { parts: [], more: 0 });
    await row("outline: ok").click();
    await details().getByText("The tool returned nothing.").waitFor();
  });

  it("say why a result could not be read", async () => {
    await show();
    await open.refuse("content", "The result could not be read.");
    await row("outline: ok").click();
    await open.page.getByRole("alert").getByText("The result could not be read.").waitFor();
  });
});
