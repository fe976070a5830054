import assert from "node:assert/strict";
import { pixel, silence } from "../support/media";
import { requestFacts } from "../support/requestFacts";
import { type OpenPage, panelSuite } from "./openPage";
import { log, morning, note, stamped, viewOf } from "./panelFixture";
import { type ThemeName, themes } from "./themes";

const events = stamped(morning);
const snapshot = { type: "snapshot", view: viewOf(morning), events, seq: events.length } as const;

/** `count` lines of one server, numbered on from the morning's events. */
const lines = (count: number, after = 0) =>
  stamped(
    Array.from({ length: count }, (_, index) => log("design", `line ${after + index}`)),
    events.length + 1 + after,
  );

describe("the panel's page", function () {
  const panel = panelSuite(this);
  let open: OpenPage;
  beforeEach(() => {
    open = panel.opened;
  });

  const rows = () => open.page.getByRole("treeitem");
  const row = (name: string | RegExp) => open.page.getByRole("treeitem", { name });
  const details = () => open.page.getByRole("region", { name: "Details" });
  const button = (name: string | RegExp) => open.page.getByRole("button", { name });
  const list = () => open.page.getByRole("tree");
  const footer = () => open.page.locator("footer");
  /** Distance of the list's view from its end, in pixels. */
  const toEnd = (): Promise<number> => open.page.evaluate(distanceToEnd);

  it("asks to be told, and shows what it is told", async () => {
    assert.deepEqual((await open.requests())[0], { method: "ready", params: [] });
    await open.page.getByText("Waiting for the hub…").waitFor();
    await open.tell(snapshot);
    await open.page.getByRole("heading", { name: "MCP 1/4" }).waitFor();
    await open.page.getByText("The hub is running, but not every server is ready").first().waitFor();
    await button("documents: Ready, 12 tools").waitFor();
    await button(/^search: Failed\. The command "uvx"/).waitFor();
    await row("analyze: running, 3 of 10, reading guide.md").waitFor();
    await row("outline: ok in 12 ms").waitFor();
    assert.equal(await footer().textContent(), "21 rows");
  });

  it("draws few of many rows, and stays at the newest", async () => {
    await open.tell(snapshot);
    for (let batch = 0; batch < 40; batch++) await open.tell({ type: "events", events: lines(250, batch * 250) });
    await row("line 9999").waitFor();
    const drawn = await rows().count();
    assert.ok(drawn < 80, `${drawn} rows are in the document`);
    assert.ok((await toEnd()) < 2);
    assert.equal(await footer().textContent(), "10,020 rows · 1 older row dropped");
    assert.equal(await rows().last().getAttribute("aria-setsize"), "10020");
  });

  it("stays where the person reads, and says what came meanwhile", async () => {
    await open.tell({ ...snapshot, events: [...events, ...lines(1000)], seq: events.length + 1000 });
    await row("line 999").waitFor();
    await list().hover();
    await open.page.mouse.wheel(0, -5000);
    await button("Jump to latest").waitFor();
    await row("line 999").waitFor({ state: "detached" });
    await open.becomesTrue(`Math.abs(${distanceToEnd} - 5000) <= 1`); // to the pixel, not to a row's edge
    const place = () =>
      open.page.evaluate(`((list) => {
        const edge = list.getBoundingClientRect().top;
        const rows = [...list.querySelectorAll("[role=treeitem]")];
        const first = rows.find((row) => row.getBoundingClientRect().bottom > edge + 1);
        return [first.querySelector(".text").textContent, Math.round(first.getBoundingClientRect().top - edge)];
      })(document.querySelector(".list"))`);
    const before = await place();
    await open.tell({ type: "events", events: lines(250, 1000) });
    await button("Jump to latest (250 new)").waitFor();
    assert.deepEqual(await place(), before);

    // So many that the oldest rows go: the place holds while the pixels above it vanish.
    for (let batch = 0; batch < 37; batch++)
      await open.tell({ type: "events", events: lines(250, 1250 + batch * 250) });
    await button("Jump to latest (9,500 new)").waitFor();
    assert.match((await footer().textContent()) ?? "", /^10,020 rows · 501 older rows dropped$/);
    assert.deepEqual(await place(), before);

    await button(/^Jump/).click();
    await row("line 10499").waitFor();
    assert.ok((await toEnd()) < 2);
    assert.equal(await button(/^Jump/).count(), 0);
  });

  it("lets go of the end as soon as the person turns the wheel back, before anything has moved", async () => {
    await open.tell({ ...snapshot, events: [...events, ...lines(100)], seq: events.length + 100 });
    await row("line 99").waitFor();
    await list().dispatchEvent("wheel", { deltaY: -1 });
    await open.tell({ type: "events", events: lines(50, 100) });
    await button("Jump to latest (50 new)").waitFor();
  });

  it("shows what a call gave, and opens it", async () => {
    await open.answer("content", {
      parts: [
        { kind: "text", text: "<b>Chapters</b>" },
        { kind: "image", name: "image.png", about: "image/png, 70 bytes", source: `data:image/png;base64,${pixel}` },
        { kind: "image", name: "large.png", about: "image/png, 3.0 MB" },
        { kind: "link", name: "Chapter 1", about: "demo://1" },
      ],
      more: 2,
      meta: '{"example.com/trace":"<i>abc</i>"}',
      toolMeta: '{"example.com/view":1}',
    });
    await open.tell(snapshot);
    await row("outline: ok in 12 ms").click();
    const line = details();
    await line.locator("pre", { hasText: "<b>Chapters</b>" }).waitFor();
    await open.becomesTrue(`document.querySelector(".thumbnail img")?.naturalWidth === 1`);
    await line.getByText("2 more not shown").waitFor();
    await line.locator("pre", { hasText: '"example.com/trace": "<i>abc</i>"' }).waitFor();
    await line.getByText("Added to the tool (_meta)").waitFor();
    await line.locator("pre", { hasText: '"example.com/view": 1' }).waitFor();
    assert.equal(await line.locator("img").count(), 1);
    await line.getByRole("button", { name: "Open image.png" }).click();
    await line.getByRole("button", { name: "Chapter 1" }).click();
    const asked = (await open.requests()).filter(({ method }) => method !== "ready");
    const call = asked[0]?.params[0];
    assert.deepEqual(asked, [
      { method: "content", params: [call] },
      { method: "openPart", params: [call, 1] },
      { method: "openPart", params: [call, 3] },
    ]);
    assert.equal(typeof call, "string");
  });

  it("plays sounds, and says so where a result is no longer kept", async () => {
    const source = `data:audio/wav;base64,${silence}`;
    await open.answer("content", { parts: [{ kind: "audio", name: "a.wav", about: "audio/wav", source }], more: 0 });
    await open.tell(snapshot);
    await row("outline: ok in 12 ms").click();
    await open.becomesTrue(`document.querySelector("audio")?.readyState >= 1`);
    await button("Close details").click();
    await open.answer("content", undefined);
    await row("outline: ok in 12 ms").click();
    await details().getByText("No longer available.").waitFor();
  });

  it("shows what a server writes as text, whatever it is", async () => {
    const attacks = [
      "<img src=x onerror=\"alert('html')\">",
      "<script>alert('script')</script>",
      "</div></body><iframe srcdoc=\"<script>alert('frame')</script>\">",
      "javascript:alert('url')",
      "<svg/onload=alert('svg')>",
      "$(error) {{constructor.constructor('alert(1)')()}} `${alert(1)}`",
    ];
    const bad = attacks.flatMap((attack) => [
      log("design", attack),
      {
        type: "server.notification" as const,
        server: "design",
        method: `notifications/${attack}`,
        params: JSON.stringify({ attack }),
      },
      {
        type: "call.started" as const,
        ...requestFacts({ call: attack, server: attack, tool: attack, caller: { door: "chat" } }),
        args: attack,
      },
    ]);
    await open.tell(snapshot);
    await open.tell({ type: "events", events: stamped(bad, events.length + 1) });
    const shown = row("{{constructor").first();
    await shown.waitFor();
    for (const attack of attacks) await row(attack).first().waitFor();
    await open.page.getByRole("searchbox").fill("alert(");
    for (const attack of attacks) {
      await row(attack).last().click();
      await details().getByText(attack).first().waitFor();
    }
    assert.equal(await open.page.locator("main :is(img, script, iframe, svg, a)").count(), 0);
  });

  it("would not run a script even if one got in", async () => {
    await open.tell(snapshot);
    await open.page.evaluate(`{
      const line = document.createElement("p");
      line.innerHTML = "<img src=x onerror=\\"document.title = 'run'\\">";
      document.body.append(line);
      const script = document.createElement("script");
      script.textContent = "document.title = 'run'";
      document.body.append(script);
    }`);
    await open.page.waitForTimeout(200);
    assert.equal(await open.page.title(), "MCP Hub: Activity");
    const refused = (open.errors as string[]).splice(0);
    assert.ok(refused.length >= 2 && refused.every((text) => /Content Security Policy/.test(text)), refused.join("\n"));
  });

  it("shows the details of a row beside the list, by click and by key, and what was clicked stays where it is", async () => {
    await open.tell({ ...snapshot, events: [...events, ...lines(100)], seq: events.length + 100 });
    await row("line 99").waitFor();
    const place = async () => (await row("line 97").boundingBox())?.y;
    const before = await place();
    await row("line 97").click();
    await details().locator("pre", { hasText: "line 97" }).waitFor();
    assert.equal(await place(), before);
    await open.tell({ type: "events", events: lines(50, 100) });
    await button("Jump to latest (50 new)").waitFor();
    assert.equal(await place(), before, "also while others come");
    const [list_, pane] = await Promise.all([list().boundingBox(), details().boundingBox()]);
    assert.ok(list_ && pane && pane.x >= list_.x + list_.width, "beside the list");

    await list().press("ArrowUp");
    await details().locator("pre", { hasText: "line 96" }).waitFor();
    const active = open.page.locator(".line.active");
    assert.equal(await list().getAttribute("aria-activedescendant"), await active.getAttribute("id"));
    await list().press("Escape");
    await details().waitFor({ state: "detached" });
    await list().press("ArrowUp");
    assert.equal(await details().count(), 0, "the arrows alone open nothing");
    await list().press("Enter");
    await details().locator("pre", { hasText: "line 95" }).waitFor();

    await list().press("Home");
    await row("rename: denied").click();
    assert.match((await details().textContent()) ?? "", /Error \(denied\).*Arguments.*from:.*"a\.md"/s);
  });

  it("filters by server, kind, level and text, and shows everything again", async () => {
    await open.tell(snapshot);
    await button(/^documents:/).click();
    await row("The hub is").first().waitFor({ state: "detached" });
    assert.equal(await row(/ documents /).count(), await rows().count());
    await open.page.getByRole("region", { name: "Server documents" }).waitFor();

    await button(/^Calls 3$/).click();
    await row("2 links of guide.md lead nowhere").waitFor({ state: "detached" });
    assert.equal(await button(/^Calls 3$/).getAttribute("aria-pressed"), "true");
    assert.equal(await rows().count(), 3, "calls alone, with one click");
    await button(/^Server logs 1$/).click({ modifiers: ["Control"] });
    await open.page.getByLabel("Minimum level").selectOption("warning");
    await row("2 links of guide.md lead nowhere").waitFor();
    assert.equal(await rows().count(), 2, "the refused call, and the log");
    await open.page.getByRole("searchbox").fill("no such text");
    await open.page.getByText("Nothing matches the filters.").waitFor();
    await button("Show everything").last().click();
    await row("outline: ok").waitFor();
    assert.equal(await footer().textContent(), "21 rows");
  });

  it("remembers filters when it comes back, and has the host forget what was cleared", async () => {
    await open.tell(snapshot);
    await button(/^stderr 2$/).click();
    await open.page.getByRole("searchbox").fill("line");
    await button("Clear").click();
    await open.page.getByText("Nothing yet.").waitFor();
    assert.deepEqual(await open.asked("clear"), [[snapshot.seq]]);
    await open.reload();
    const five = lines(5);
    await open.tell({ ...snapshot, events: five, seq: events.length + 5 }); // the host has forgotten the others
    await row("line 4").waitFor();
    assert.equal(await footer().textContent(), "5 rows");
    assert.equal(await open.page.getByRole("searchbox").inputValue(), "line");
    assert.equal(await button(/^stderr 5$/).getAttribute("aria-pressed"), "true");
  });

  it("pauses without losing anything", async () => {
    await open.tell(snapshot);
    await button("Pause").click();
    await open.tell({ type: "events", events: lines(30) });
    await open.page.getByText("21 rows · Paused, 30 events since").waitFor();
    assert.equal(await row("line 29").count(), 0);
    await button("Resume").click();
    await row("line 29").waitFor();
    assert.equal(await footer().textContent(), "51 rows");
  });

  it("says how much of a flood is not shown", async () => {
    await open.tell(snapshot);
    const late = stamped([note("documents", 9)], 5001);
    await open.tell({ type: "events", events: late, gap: { dropped: 4976, view: viewOf(morning) } });
    await row("4,976 events not shown").waitFor();
  });

  it("asks the host for what the person clicks, and shows a refusal until it is dismissed", async () => {
    await open.tell(snapshot);
    await button(/^documents:/).click();
    await button("Restart").click();
    await button("Disconnect").click();
    await button("Show log").click();
    await button("Open settings").click();
    await button(/^search:/).click();
    await open.page.getByRole("button", { name: "Connect", exact: true }).click();
    await button("Hub log").click();
    assert.deepEqual((await open.requests()).slice(1), [
      { method: "restart", params: ["documents"] },
      { method: "disconnect", params: ["documents"] },
      { method: "showLog", params: ["documents"] },
      { method: "openSettings", params: ["documents"] },
      { method: "connect", params: ["search"] },
      { method: "showLog", params: [] },
    ]);
    await open.refuse("connect", 'The command "uvx" of "search" was not found.');
    await open.page.getByRole("button", { name: "Connect", exact: true }).click();
    const alert = open.page.getByRole("alert");
    await alert.getByText('The command "uvx" of "search" was not found.').waitFor();
    await button("Dismiss").click();
    assert.equal(await alert.count(), 0);
  });

  it("says so when VS Code does not reply, but not before five minutes are over", async () => {
    await open.page.clock.install();
    await open.tell(snapshot);
    await button(/^search:/).click();
    const connect = open.page.getByRole("button", { name: "Connect", exact: true });
    await connect.click();
    await open.ignore("connect");
    await connect.click();
    const alert = open.page.getByRole("alert");
    await open.page.clock.runFor(299_000);
    assert.equal(await alert.count(), 0, "a reply in time leaves nothing behind");
    await open.page.clock.runFor(2_000);
    await alert.getByText("VS Code did not respond. Close the panel and open it again.").waitFor();
  });

  it("offers the log of the server where a row says that something failed, and only there", async () => {
    await open.tell(snapshot);
    await row('Failed. The command "uvx"').click();
    await details().getByRole("button", { name: "Show log" }).click();
    assert.deepEqual(await open.asked("showLog"), [["search"]]);
    await row("rename: denied").click();
    await details().getByText("Error (denied)").waitFor();
    assert.equal(await details().getByRole("button", { name: "Show log" }).count(), 0);
  });

  it("copies a row, by its button and by key, a call with its result", async () => {
    await open.answer("content", { parts: [{ kind: "text", text: "three chapters" }], more: 0 });
    await open.tell(snapshot);
    await row("2 links").hover();
    await row("2 links").locator(".copy").click();
    await row("outline: ok").click();
    await list().press("Control+c");
    await open.becomesTrue("sent.filter(({ method }) => method === 'copy').length === 2");
    const copies = (await open.asked("copy")).map(([text]) => String(text));
    assert.match(copies[0] ?? "", /^2026-11-21 09:05:07\.602 documents log 2 links of guide\.md lead nowhere$/);
    assert.match(
      copies[1] ?? "",
      /outline: ok in 12 ms\nArguments: \{\n {2}"path": "guide\.md".*\nResult: three chapters$/s,
    );
  });

  it("says so when there is no server, and when nothing has happened", async () => {
    await open.tell({ type: "snapshot", view: viewOf([]), events: [], seq: 0 });
    await open.page.getByText("No MCP server is configured.").waitFor();
    await open.tell({ type: "snapshot", view: viewOf(morning), events: [], seq: 24 });
    await open.page.getByText("Nothing yet.").waitFor();
  });

  it("is reachable by keys, and every button has a name", async () => {
    await open.tell(snapshot);
    await rows().first().waitFor();
    const seen: string[] = [];
    for (let presses = 0; presses < 45; presses++) {
      await open.page.keyboard.press("Tab");
      seen.push(
        await open.page.evaluate("document.activeElement.getAttribute('role') ?? document.activeElement.localName"),
      );
    }
    assert.ok(
      ["button", "input", "select", "tree"].every((name) => seen.includes(name)),
      seen.join(" "),
    );
    const nameless = await open.page.evaluate(
      "[...document.querySelectorAll('button:not([aria-hidden=true])')].filter((one) => !(one.ariaLabel ?? one.textContent).trim()).length",
    );
    assert.equal(nameless, 0);
  });

  it("fits a narrow panel", async () => {
    await open.page.setViewportSize({ width: 320, height: 600 });
    await open.tell(snapshot);
    await button(/^documents:/).click();
    await row("outline: ok").waitFor();
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert.equal(await open.page.evaluate(overflow), 0);
  });

  for (const theme of Object.keys(themes) as ThemeName[]) {
    it(`can be read in the theme "${theme}"`, async () => {
      open = await panel.reopen({ theme });
      await open.tell(snapshot);
      await row("rename").click();
      await details().waitFor();
      // Luminance by WCAG 2.2: text needs 4.5 to 1 against its background.
      const poor = await open.page.evaluate(`(${findPoorContrast})(4.5)`);
      assert.deepEqual(poor, []);
      await open.page.screenshot({ path: `out/screenshots/panel-${theme}.png`, animations: "disabled" });
    });
  }
});

/** Source, since it runs in the page. */
const distanceToEnd =
  "((list) => list.scrollHeight - list.clientHeight - list.scrollTop)(document.querySelector('.list'))";

/** Source, since it runs in the page: the texts of rows whose color is too near to the page's background. */
const findPoorContrast = `(least) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const luminance = (...colors) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) { canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); }
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = getComputedStyle(document.body).backgroundColor;
  return [...document.querySelectorAll(".text, .time, .kind, .server, .caller, .outcome, .details :is(pre, dt, h2 span, .tree span), .head span, footer, .chip-label, .toggle")].flatMap((element) => {
    const behind = [];
    for (let one = element; one; one = one.parentElement) behind.unshift(getComputedStyle(one).backgroundColor);
    const [a, b] = [luminance(page, ...behind), luminance(page, ...behind, getComputedStyle(element).color)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return ratio < least ? [element.className + " " + ratio.toFixed(2) + " " + element.textContent.slice(0, 40)] : [];
  });
}`;
