import assert from "node:assert/strict";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { type OpenPage, panelSuite } from "./openPage";
import { log, morning, note, stamped, viewOf } from "./panelFixture";
import { cards, figures, notes, showInView } from "./viewsFixture";

describe("the panel's views", function () {
  const panel = panelSuite(this);
  let open: OpenPage;
  beforeEach(() => {
    open = panel.opened;
  });

  const snapshot = (events: readonly HubEvent[] = morning) =>
    open.tell({ type: "snapshot", view: viewOf(events), events: stamped(events), seq: events.length });
  const more = (...events: HubEvent[]) => open.tell({ type: "events", events: stamped(events, morning.length + 1) });
  const tab = (name: string | RegExp) => open.page.getByRole("tab", { name });
  const chosen = () => open.page.locator('[role="tab"][aria-selected="true"]').textContent();
  const shown = () => open.page.getByRole("tabpanel");
  const button = (name: string | RegExp) => open.page.getByRole("button", { name, exact: typeof name === "string" });
  const hasAsked = (method: string, times = 1) =>
    open.becomesTrue(`sent.filter(({ method }) => method === ${JSON.stringify(method)}).length >= ${times}`);

  describe("tabs", () => {
    beforeEach(async () => {
      await open.answer("serverCards", cards);
      await open.answer("figures", figures);
      await open.answer("notes", notes);
      await open.answer("unread", 0);
      await snapshot();
    });

    it("are gone through by the arrow keys, Home and End, and Tab goes on into the view", async () => {
      await tab("Traffic").focus();
      for (const [key, view] of [
        ["ArrowRight", "servers"],
        ["ArrowRight", "metrics"],
        ["End", "notifications"],
        ["ArrowRight", "traffic"],
        ["ArrowLeft", "notifications"],
        ["Home", "traffic"],
        ["ArrowRight", "servers"],
      ] as const) {
        await open.page.keyboard.press(key);
        await open.becomesTrue(`document.activeElement.id === "tab-${view}"`);
        assert.equal(await shown().getAttribute("id"), `view-${view}`);
        assert.equal(await tab(/./).and(open.page.locator('[tabindex="0"]')).count(), 1, "one stop for the Tab key");
      }
      await button(/^documents/).waitFor();
      await open.page.keyboard.press("Tab");
      await open.page.keyboard.press("Tab");
      await open.becomesTrue("/^documents/.test(document.activeElement.textContent)");
    });

    it("come back as they were when the page is loaded again", async () => {
      await tab("Metrics").click();
      await button("Table").click();
      await open.reload();
      await open.answer("figures", figures);
      await snapshot();
      assert.equal(await chosen(), "Metrics");
      await open.page.getByRole("region", { name: "The last hour by the minute, newest first" }).waitFor();
    });

    it("leave the traffic as it was", async () => {
      await open.page.getByRole("treeitem", { name: "outline: ok" }).click();
      await button("Pause").click();
      await tab("Servers").click();
      assert.equal(await button("Resume").count(), 0, "its tools are only there");
      await tab("Traffic").click();
      await open.page.getByRole("region", { name: "Details" }).waitFor();
      assert.equal(await button("Resume").count(), 1);
    });

    it("show how many notices are unread, in their name, too, and ask again as things happen", async () => {
      await open.answer("unread", 7);
      await more(note("documents", 2));
      await tab("Notifications, 7 unread").waitFor();
      assert.equal(
        await tab(/^Notifications/)
          .locator(".badge")
          .getAttribute("data-count"),
        "7",
      );
      await open.answer("unread", 0);
      await open.tell({ type: "events", events: stamped([note("documents", 3)], morning.length + 2) });
      await tab("Notifications").and(open.page.locator(":not(:has(.badge))")).waitFor();
    });
  });

  describe("servers", () => {
    it("have a card with everything about each, which folds and stays folded", async () => {
      await showInView(open, "servers");
      const card = open.page.getByRole("article", { name: "documents" });
      for (const text of [
        /^Ready, 12 tools · since .*09:05:07, for \d/,
        "MCP 2025-11-25 (with a handshake) over stdio",
        "4711",
        "p50 12 ms, p95 180 ms, p99 2.4 s",
        "9 timeout, 3 transport, 2 denied",
        "2 of 40 without an answer",
        "A model reads about 3,480 tokens for these tools in each request.",
        "9 more tools are not shown.",
      ])
        assert.equal(await card.getByText(text).count(), 1, String(text));
      assert.equal(await card.locator(".sparkline rect").count(), 40);
      assert.equal(await card.locator(".sparkline .missed").count(), 2);
      assert.equal(await card.locator("img").count(), 0, "text of a server is no markup");
      assert.deepEqual(await open.asked("toolCosts"), [["documents"]]);
      const failed = open.page.getByRole("article", { name: "search" });
      await failed.getByText('The command "uvx" of "search" was not found. Install uv').waitFor();
      assert.equal(await failed.getByText("x".repeat(1500)).count(), 0);
      await failed.getByRole("button", { name: "Show all (1,509 characters)" }).click();
      await failed.getByText("x".repeat(1500)).waitFor();

      await card.getByRole("button", { name: /^documents/ }).click();
      await card.locator(".card-body").waitFor({ state: "detached" });
      await open.reload();
      await snapshot();
      await open.page.getByRole("article", { name: "tickets" }).locator(".card-body").waitFor();
      await card.locator(".card-body").waitFor({ state: "detached" });
    });

    it("offer for each what can be done with it", async () => {
      await showInView(open, "servers");
      const actions = (name: string) =>
        open.page.getByRole("article", { name }).locator(".actions .action").allTextContents();
      const always = [" Show log", " Log level", " Open settings"];
      assert.deepEqual(await actions("documents"), [" Restart", " Disconnect", ...always]);
      assert.deepEqual(await actions("tickets"), [" Sign in", " Connect", ...always]);
      assert.deepEqual(await actions("search"), [" Connect", " Diagnose", ...always]);
      for (const [name, words, method] of [
        ["tickets", "Sign in", "signIn"],
        ["search", "Connect", "connect"],
        ["documents", "Restart", "restart"],
        ["documents", "Disconnect", "disconnect"],
        ["documents", "Show log", "showLog"],
        ["documents", "Log level", "setLogLevel"],
        ["documents", "Open settings", "openSettings"],
        ["search", "Diagnose", "diagnose"],
      ] as const) {
        await open.page.getByRole("article", { name }).getByRole("button", { name: words }).click();
        await hasAsked(method);
        assert.deepEqual(await open.asked(method), [[name]]);
      }
      await open.refuse("restart", "It would not.");
      await open.page.getByRole("article", { name: "documents" }).getByRole("button", { name: "Restart" }).click();
      await open.page.getByRole("alert").getByText("It would not.").waitFor();
    });

    it("are reached from the traffic: the card of the chosen server is open, in view, and has the focus", async () => {
      await open.answer("serverCards", cards);
      await snapshot();
      await tab("Servers").click();
      await open.page
        .getByRole("article", { name: "design" })
        .getByRole("button", { name: /^design/ })
        .click();
      await tab("Traffic").click();
      await button(/^design:/).click();
      await button("Details").click();
      assert.equal(await chosen(), "Servers");
      await open.becomesTrue("/^design/.test(document.activeElement.textContent)");
      const head = open.page.getByRole("article", { name: "design" }).getByRole("button", { name: /^design/ });
      assert.equal(await head.getAttribute("aria-expanded"), "true");
    });

    it("are reached from elsewhere: the card that the page's state names is unfolded once, and has the focus", async () => {
      const state = JSON.stringify({ tab: "servers", folded: ["tickets", "design"], card: "design" });
      await open.page.evaluate(`sessionStorage.setItem("state", ${JSON.stringify(state)})`);
      await open.reload();
      await snapshot();
      const head = (name: string) => open.page.getByRole("article", { name }).locator(".card-head");
      await open.becomesTrue("document.activeElement.classList.contains('card-head')");
      await open.becomesTrue("/^design/.test(document.activeElement.textContent)");
      assert.equal(await head("design").getAttribute("aria-expanded"), "true");
      assert.equal(await open.page.locator("[aria-current=true]").getAttribute("aria-label"), "design");
      assert.equal(await head("tickets").getAttribute("aria-expanded"), "false");
      await open.becomesTrue(`!("card" in JSON.parse(sessionStorage.getItem("state")))`);
    });

    it("are asked about again when something happens, and not while another view is shown", async () => {
      await showInView(open, "servers");
      const before = (await open.asked("serverCards")).length;
      await more(log("design", "news"));
      await hasAsked("serverCards", before + 1);
      await tab("Metrics").click();
      await hasAsked("figures");
      const after = (await open.asked("serverCards")).length;
      const asked = (await open.asked("figures")).length;
      await open.tell({ type: "events", events: stamped([log("design", "more")], morning.length + 2) });
      await hasAsked("figures", asked + 1);
      assert.equal((await open.asked("serverCards")).length, after);
    });
  });

  describe("metrics", () => {
    beforeEach(() => showInView(open, "metrics"));

    it("are charts that say what they show, and read under the pointer", async () => {
      await open.page
        .getByRole("img", { name: "Calls per second over the last hour. Latest minute: calls 1.1/s" })
        .waitFor();
      await open.page.getByRole("img", { name: /Latest minute: p50 14 ms, p95 129 ms, p99 2\.1 s$/ }).waitFor();
      const chart = open.page.getByRole("figure").first();
      const plot = await chart.locator(".plot > svg").boundingBox();
      assert.ok(plot);
      await open.page.mouse.move(plot.x + 1, plot.y + 20);
      await chart.locator(".reading").getByText("0/s").waitFor();
      await open.page.mouse.move(0, 0);
      await chart.locator(".reading").getByText("1.1/s").waitFor();
    });

    it("are the same as a table", async () => {
      await button("Table").click();
      const table = open.page.getByRole("region", { name: "The last hour by the minute, newest first" });
      assert.equal(await table.getByRole("row").count(), 61);
      const cells = await table.getByRole("row").nth(1).locator("th, td").allTextContents();
      assert.deepEqual(cells, ["09:05", "1.1/s", "67", "0", "0 %", "14 ms", "129 ms", "2.1 s"]);
      assert.equal(await open.page.getByRole("img").count(), 0);
      await button("Charts").click();
      assert.equal(await open.page.getByRole("img").count(), 3);
    });

    it("lead from all servers to one, and to one of its tools, and back", async () => {
      await open.answer("figures", {
        ...figures,
        rows: [
          { tool: "outline", calls: 9, errors: 1 },
          { together: 12, calls: 3, errors: 0 },
        ],
      });
      await button("documents").click();
      await open.page.getByText("12 more tools together").waitFor();
      await button("outline").click();
      await hasAsked("figures", 3);
      assert.deepEqual((await open.asked("figures")).slice(-2), [["documents"], ["documents", "outline"]]);
      assert.deepEqual(
        await open.page.getByRole("navigation", { name: "Shown" }).locator("button, strong").allTextContents(),
        ["All servers", "documents", "outline"],
      );
      await button("All servers").click();
      await hasAsked("figures", 4);
      assert.deepEqual((await open.asked("figures")).at(-1), []);
    });
  });

  describe("notifications", () => {
    it("are shown newest first, new ones marked, and seen by that", async () => {
      await showInView(open, "notifications");
      const items = shown().getByRole("list", { name: "Notices, newest first" }).getByRole("listitem");
      assert.equal(await items.count(), 6);
      assert.match((await items.first().textContent()) ?? "", /^09:05:18Unread:\s+documents resources\/updated/);
      assert.equal(await shown().locator(".note.new").count(), 3);
      await hasAsked("seen");
      assert.deepEqual(await open.asked("seen"), [[11]]);
      await tab("Notifications").and(open.page.locator(":not(:has(.badge))")).waitFor();
      assert.equal(await shown().locator(".note b").count(), 0, "text of a server is no markup");
      await shown().getByRole("button", { name: "Show all (1,510 characters)" }).click();
      await shown().getByText("long/".repeat(300)).waitFor();
      await open.answer("notes", { ...notes, notes: [{ ...notes.notes[0], seq: 20, text: '{"n":20}' }] });
      await more(note("documents", 2));
      await items.first().getByText('{"n":20}').waitFor();
      assert.deepEqual((await open.asked("notes")).at(-1), [11]);
      assert.equal(await items.count(), 7);
      assert.equal(await shown().locator(".note.new").count(), 4);
    });

    it("are muted by kind and server, by keyboard, and unmuted", async () => {
      await showInView(open, "notifications");
      const mute = button("Mute “resources/updated” from documents").first();
      await open.answer("notes", { ...notes, notes: [], muted: notes.muted });
      await mute.focus();
      await open.page.keyboard.press("Enter");
      await hasAsked("mute");
      assert.deepEqual(await open.asked("mute"), [
        [{ server: "documents", from: "server", name: "notifications/resources/updated" }],
      ]);
      await shown().getByText("No notices.").waitFor();
      assert.deepEqual((await open.asked("notes")).at(-1), [0], "read from the beginning");
      await button("Muted (1)").click();
      await shown().getByText("4,711 since the window opened").waitFor();
      await button("Unmute “vendor/beat” from documents").click();
      await hasAsked("unmute");
      assert.deepEqual(await open.asked("unmute"), [[{ server: "documents", from: "server", name: "vendor/beat" }]]);
    });

    it("say why a kind could not be muted, and are forgotten on request", async () => {
      await showInView(open, "notifications");
      await open.refuse("mute", "200 kinds are muted.");
      await button("Mute “failed” from search").click();
      await open.page.getByRole("alert").getByText("200 kinds are muted.").waitFor();
      await open.answer("notes", { ...notes, notes: [], muted: [], dropped: 0 });
      await button("Clear").click();
      await hasAsked("clearNotes");
      await shown().getByText("0 notices").waitFor();
      assert.equal(await button(/^Muted/).count(), 0);
    });
  });
});
