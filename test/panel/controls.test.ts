import assert from "node:assert/strict";
import type { HubEvent } from "../../src/protocol/hubEvent";
import type { CallContent } from "../../src/protocol/panelMessages";
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
  const row = (text: string) => open.page.getByRole("treeitem").filter({ hasText: text });
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
        .textContent(),
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
    const facts = await details.locator(".server-words").textContent();
    assert.match(
      facts ?? "",
      /^ ?documents Ready, 12 tools · documents 1\.4\.0 · stdio · protocol 2025-11-25 · process 4711$/,
    );
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
    assert.deepEqual(await actions(/^documents:/), [" Restart", " Disconnect", ...always]);
    assert.deepEqual(await actions(/^design:/), [" Restart", " Disconnect", ...always]);
    assert.deepEqual(await actions(/^tickets:/), [" Connect", ...always]);
    assert.deepEqual(await actions(/^search:/), [" Connect", ...always]);
    await more({ type: "server.state", server: "search", state: { kind: "stopped", reason: "person" } });
    await open.page.locator(".server-details").getByText("Disconnected").waitFor();
    assert.deepEqual(await open.page.locator(".server-details .action").allTextContents(), [" Connect", ...always]);
  });

  it("hide a kind, show it again, and offer a reset only while something is hidden", async () => {
    await show();
    await row("outline: ok").waitFor();
    const reset = button("Reset");
    assert.equal(await reset.count(), 0);
    await button(/^Calls \d/).click();
    assert.equal(await footer(), "18 of 21 rows");
    assert.equal(await button(/^Calls \d/).getAttribute("title"), "Show: Calls");
    await button(/^Hub \d/).click();
    assert.equal(await footer(), "15 of 21 rows");
    await button(/^Calls \d/).click();
    assert.equal(await footer(), "18 of 21 rows");
    assert.equal(await button(/^Calls \d/).getAttribute("title"), "Hide: Calls");
    await reset.click();
    assert.equal(await footer(), "21 rows");

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

  it("copy a row without expanding it, and shorten only its line", async () => {
    const long = `${"x".repeat(600)}yz`;
    await show([log("design", "x".repeat(600)), log("design", long)]);
    const last = row("x").last();
    assert.equal(await row("x").first().locator(".text").textContent(), "x".repeat(600));
    assert.equal(await last.locator(".text").textContent(), `${"x".repeat(600)}…`);
    await last.hover();
    await last.getByRole("button", { name: "Copy row" }).click();
    assert.equal(await last.getAttribute("aria-expanded"), "false");
    const { method, params } = (await open.requests()).at(-1) ?? {};
    assert.equal(method, "copy");
    assert.ok(String(params?.[0]).endsWith(long));
    await last.locator(".line").click();
    assert.equal(await last.locator("pre").textContent(), long);
  });

  it("show a result's parts, or that it has none, and only for a call that gave one", async () => {
    const content: CallContent = {
      parts: [{ kind: "audio", name: "a.wav", about: "audio/wav, 9.0 MB" }],
      more: 0,
    };
    await open.answer("content", content);
    await show();
    const outline = row("outline: ok");
    await outline.locator(".line").click();
    await outline.getByText("audio/wav, 9.0 MB").waitFor();
    assert.equal(await outline.locator("audio").count(), 0, "too large for the page");
    assert.equal(await outline.getByText("more not shown").count(), 0);
    assert.equal(await outline.getByText("The tool returned nothing.").count(), 0);
    assert.equal(await outline.getByText("_meta").count(), 0);
    await outline.locator(".line").click();
    await open.answer("content", { parts: [], more: 0 });
    await outline.locator(".line").click();
    await outline.getByText("The tool returned nothing.").waitFor();
    for (const text of ["rename: denied", "analyze: running"]) await row(text).locator(".line").click();
    await row("analyze: running").locator("dl").waitFor();
    assert.equal((await open.requests()).filter(({ method }) => method === "content").length, 2);
  });

  it("say why a result could not be read", async () => {
    await show();
    await open.refuse("content", "The result could not be read.");
    await row("outline: ok").locator(".line").click();
    await open.page.getByRole("alert").getByText("The result could not be read.").waitFor();
  });
});
