// Before everything else: some components listen to the page as they are loaded.
import "./plainPage";
import assert from "node:assert/strict";
import { h } from "preact";
import { Activity } from "../../webview-ui/activity";
import type { HostPort, Told } from "../../webview-ui/hostPort";
import { firstState, type PageState } from "../../webview-ui/pageState";
import { log, morning, stamped, viewOf } from "../panel/panelFixture";
import { figures, notes } from "../panel/viewsFixture";
import { draw, happen, plainDocument } from "./plainPage";

const events = stamped(morning);
const snapshot = { type: "snapshot", view: viewOf(morning), events, seq: events.length } as const;

/** The whole page, with a host that answers with these values. */
function pageOf({ kept = firstState, ...values }: { kept?: PageState } & Readonly<Record<string, unknown>> = {}) {
  const asked: unknown[][] = [];
  const states: PageState[] = [];
  const answers: Record<string, unknown> = { unread: 0, figures, notes, serverCards: [], ...values };
  let hear: (message: Told) => void = () => {};
  const request = async (...one: unknown[]) => {
    asked.push(one);
    const value = answers[String(one[0])];
    if (value instanceof Error) throw value;
    return value;
  };
  const listen = (listener: typeof hear) => {
    hear = listener;
    return () => {};
  };
  const host = { request, listen } as unknown as HostPort;
  const drawn = draw(h(Activity, { host, kept, keep: (state) => void states.push(state) }));
  return {
    ...drawn,
    drawn,
    asked: (method: string) => asked.filter(([one]) => one === method).map(([, ...params]) => params),
    state: () => states.at(-1) ?? assert.fail(),
    tell: async (message: Told) => {
      hear(message);
      await drawn.settle();
    },
    footer: () => drawn.the("footer").text,
  };
}
const shown = async (options: Parameters<typeof pageOf>[0] = {}) => {
  const page = pageOf(options);
  await page.tell(snapshot);
  return page;
};
const error = new Error("It is gone.");

describe("the activity page", () => {
  it("says that it waits for the hub, and then how the hub is", async () => {
    const page = pageOf();
    assert.match(page.drawn.text, /Waiting for the hub/);
    assert.equal(page.asked("ready").length, 1);
    await page.tell(snapshot);
    assert.match(page.drawn.text, /The hub is running, but not every server is ready/);
    assert.match(page.footer(), /^\d+ rows$/);
    page.end();
  });

  it("pauses: what comes then is counted, and shown afterwards", async () => {
    const page = await shown();
    const rows = Number.parseInt(page.footer(), 10);
    page.click("Pause");
    await page.tell({ type: "events", events: stamped([log("a", "later")], events.length + 1) });
    assert.equal(page.footer(), `${rows} rows · Paused, 1 event since`);
    page.click("Resume");
    assert.equal(page.footer(), `${rows + 1} rows`);
    page.end();
  });

  it("clears what there is, also while it is paused, and tells the host up to where", async () => {
    const page = await shown();
    page.click("Pause");
    page.click("Clear");
    await page.settle();
    assert.deepEqual([page.asked("clear"), page.footer()], [[[events.length]], "0 rows · Paused, 0 events since"]);
    assert.match(page.drawn.text, /Nothing yet\. Logs/);
    page.end();
  });

  it("goes from one error to the next, and begins again after the last", async () => {
    const page = await shown();
    const details = () =>
      page.root
        .all("section")
        .map(({ text }) => text)
        .join("")
        .slice(0, 60);
    assert.equal(happen("keydown", { key: "F8" }).prevented, true);
    assert.match(details(), /state · search/);
    page.click("Next error");
    assert.match(details(), /stderr · design/);
    page.click("Next error");
    assert.match(details(), /state · search/);
    page.click("Show log");
    assert.deepEqual(page.asked("showLog"), [["search"]]);
    page.click("Close details");
    assert.equal(details(), "");
    page.end();
  });

  it("has the search box for Ctrl+F, and other keys left alone", async () => {
    const page = await shown();
    for (const more of [{ key: "f" }, { key: "f", ctrlKey: true, altKey: true }, { key: "g", ctrlKey: true }])
      assert.equal(happen("keydown", more).prevented, false, JSON.stringify(more));
    plainDocument.activeElement = undefined;
    for (const more of [{ ctrlKey: true }, { metaKey: true }])
      assert.equal(happen("keydown", { key: "F", ...more }).prevented, true);
    assert.equal(Object(plainDocument.activeElement).localName, "input");
    page.end();
    assert.equal(happen("keydown", { key: "F8" }).prevented, false, "the page is gone");
  });

  it("filters by kinds, one alone or several with Ctrl", async () => {
    const page = await shown();
    const kind = (words: string) =>
      page.root.all("button").find(({ text }) => text.startsWith(words)) ?? assert.fail(words);
    page.fire(kind("Calls"), "click");
    assert.deepEqual(page.state().filter.kinds, ["call"]);
    page.fire(kind("Hub"), "click", { ctrlKey: true });
    assert.deepEqual(page.state().filter.kinds, ["call", "hub"]);
    page.fire(kind("Calls"), "click", { shiftKey: true });
    assert.deepEqual(page.state().filter.kinds, ["hub"]);
    page.fire(kind("Hub"), "click");
    assert.deepEqual(page.state().filter.kinds, []);
    page.end();
  });

  it("searches, and shows everything again where nothing is left", async () => {
    const page = await shown();
    const [box = assert.fail()] = page.root.all("input");
    page.enter(box, "no such words");
    assert.match(page.drawn.text, /Nothing matches the filters\./);
    assert.match(page.footer(), /^0 of \d+ rows$/);
    page.click("Show everything");
    assert.deepEqual(page.state().filter, firstState.filter);
    page.end();
  });

  it("looks at the rows of a file, and comes back", async () => {
    const page = await shown({ importRows: { name: "rows.json", text: "no JSON" } });
    page.click("Import");
    await page.settle();
    assert.match(page.drawn.text, /rows\.json: /, "what is wrong with it");
    page.click("Export");
    const [[text] = []] = page.asked("exportRows");
    const other = await shown({ importRows: { name: "rows.json", text } });
    await other.tell({ type: "events", events: stamped([log("a", "later")], events.length + 1) });
    other.click("Import");
    await other.settle();
    assert.match(other.drawn.text, /You are looking at the file rows\.json/);
    const rows = Number.parseInt(other.footer(), 10);
    other.click("Back to this hub");
    assert.equal(Number.parseInt(other.footer(), 10), rows + 1);
    for (const one of [page, other]) one.end();
  });

  it("says what failed, until that is closed", async () => {
    const page = await shown({ clear: error, showLog: error, exportRows: error, importRows: error });
    for (const tool of ["Clear", "Hub log", "Export", "Import"]) {
      page.click(tool);
      await page.settle();
      assert.match(page.drawn.text, /It is gone\./, tool);
      page.click("Dismiss");
      assert.doesNotMatch(page.drawn.text, /It is gone\./);
    }
    page.end();
  });

  it("counts unread notices on their tab, and has another view for each tab", async () => {
    const page = await shown({ unread: 1200 });
    const tabs = () => page.root.all("button").filter(({ attributes }) => attributes.role === "tab");
    assert.deepEqual(
      tabs().map(({ name }) => name),
      ["Traffic", "Servers", "Metrics", "Notifications, 1,200 unread"],
    );
    assert.equal(tabs()[3]?.all("span")[0]?.attributes["data-count"], "999+");
    for (const [at, tab] of (["traffic", "servers", "metrics", "notifications"] as const).entries()) {
      page.fire(tabs()[at] ?? assert.fail(), "click");
      await page.settle();
      assert.equal(page.state().tab, tab);
      assert.deepEqual(
        tabs().map(({ attributes }) => attributes["aria-selected"]),
        [0, 1, 2, 3].map((one) => String(one === at)),
      );
    }
    assert.deepEqual([page.asked("seen"), tabs()[3]?.name], [[[11]], "Notifications"]);
    page.end();
  });
});

describe("the notices", () => {
  const opened = () => shown({ kept: { ...firstState, tab: "notifications" } });

  it("are shown newest first, those that are new marked", async () => {
    const page = await opened();
    const items = page.names("li");
    assert.equal(items.length, 6);
    assert.deepEqual(
      items.map((text) => text.includes("Unread:")),
      [true, true, true, false, false, false],
    );
    assert.match(page.drawn.text, /6 notices, 12 earlier ones are no longer kept/);
    page.end();
  });

  it("are muted by kind, unmuted and cleared, and read from the beginning after that", async () => {
    const page = await opened();
    page.click("Mute “needs sign-in” from tickets");
    page.click("Muted (1)");
    assert.match(page.drawn.text, /4,711 since the window opened/);
    page.click("Unmute “vendor/beat” from documents");
    page.click("Clear");
    await page.settle();
    assert.deepEqual(page.asked("mute"), [[{ server: "tickets", from: "hub", name: "needs-auth" }]]);
    assert.deepEqual(page.asked("unmute"), [[{ server: "documents", from: "server", name: "vendor/beat" }]]);
    assert.equal(page.asked("clearNotes").length, 1);
    assert.ok(page.asked("notes").length > 1 && page.asked("notes").every(([after]) => after === 0));
    page.end();
  });
});

describe("the last hour", () => {
  it("is of all servers, of one, and of one of its tools", async () => {
    const page = await shown({ kept: { ...firstState, tab: "metrics" } });
    page.click("documents");
    await page.settle();
    assert.deepEqual(
      [page.asked("figures"), page.state().metrics],
      [[[], ["documents"]], { server: "documents", isTable: false }],
    );
    page.click("Table");
    assert.deepEqual(page.state().metrics, { server: "documents", isTable: true });
    assert.equal(page.root.all("table")[0]?.all("tr").length, 61);
    page.click("Charts");
    page.click("All servers");
    assert.deepEqual(page.state().metrics, { isTable: false });
    page.end();
  });
});
