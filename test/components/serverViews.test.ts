// Before everything else: some components listen to the page as they are loaded.
import "./plainPage";
import assert from "node:assert/strict";
import { h } from "preact";
import type { ConnectionState } from "../../src/protocol/connectionState";
import type { HostPort } from "../../webview-ui/hostPort";
import { type PanelModel, receive, untold } from "../../webview-ui/panelModel";
import { ServerBar } from "../../webview-ui/serverBar";
import { ServerActions } from "../../webview-ui/servers/serverActions";
import { ServersView } from "../../webview-ui/servers/serversView";
import { Sparkline } from "../../webview-ui/servers/sparkline";
import { ToolCostList } from "../../webview-ui/servers/toolCostList";
import { morning, stamped, start, viewOf } from "../panel/panelFixture";
import { cards, costs } from "../panel/viewsFixture";
import { draw } from "./plainPage";

const asked: unknown[][] = [];
const values: Record<string, unknown> = {};
const failures: unknown[] = [];
const host = {
  request: async (...request: unknown[]) => {
    asked.push(request);
    const value = values[String(request[0])];
    if (value instanceof Error) throw value;
    return value;
  },
  listen: () => () => {},
} as unknown as HostPort;
const fail = (error: unknown) => void failures.push(error);

const events = stamped(morning);
const model = receive(untold, { type: "snapshot", view: viewOf(morning), events, seq: events.length });

beforeEach(() => {
  asked.splice(0);
  failures.splice(0);
  Object.assign(values, { serverCards: cards, toolCosts: costs });
});

describe("what can be done with a server", () => {
  const error = { code: "exited", message: "It ended." } as const;
  const rows: [state: ConnectionState, hasRoom: boolean, buttons: string[]][] = [
    [{ kind: "stopped", reason: "disabled" }, false, ["Connect"]],
    [{ kind: "failed", error }, false, ["Connect", "Diagnose"]],
    [{ kind: "needs-auth", error }, false, ["Sign in", "Connect"]],
    [{ kind: "needs-consent" } as ConnectionState, false, ["Connect"]],
    [{ kind: "starting", attempt: 1, losses: 0 }, false, ["Restart", "Disconnect"]],
    [{ kind: "starting", attempt: 1, losses: 0 }, true, ["Restart", "Disconnect"]],
  ];
  for (const [state, hasRoom, buttons] of rows)
    it(`follows its state, ${state.kind}${hasRoom ? ", with room for more" : ""}`, () => {
      const { names } = draw(h(ServerActions, { state, hasRoom, ask: () => {} }));
      const last = hasRoom ? ["Show log", "Log level", "Open settings"] : ["Show log", "Open settings"];
      assert.deepEqual(names("button"), [...buttons, ...last]);
    });

  it("asks the host by name", () => {
    const heard: string[] = [];
    for (const state of [
      { kind: "needs-auth", error },
      { kind: "failed", error },
      { kind: "starting", attempt: 1, losses: 0 },
    ] as const) {
      const { names, click } = draw(h(ServerActions, { state, hasRoom: true, ask: (one) => void heard.push(one) }));
      for (const name of names("button")) click(name);
    }
    const last = ["showLog", "setLogLevel", "openSettings"];
    assert.deepEqual(heard, [
      ...["signIn", "connect", ...last],
      ...["connect", "diagnose", ...last],
      ...["restart", "disconnect", ...last],
    ]);
  });
});

describe("the chips of the servers", () => {
  it("choose a server, and no server again", () => {
    const chosen: (string | undefined)[] = [];
    const { servers } = viewOf(morning);
    const props = { servers, choose: (server: string | undefined) => void chosen.push(server) };
    const bar = draw(h(ServerBar, { ...props, chosen: undefined }));
    const pressed = () => bar.root.all("button").map(({ attributes }) => attributes["aria-pressed"]);
    assert.match(bar.names("button").join(), /^documents: Ready.*,tickets: .*,search: Failed.*,design: /);
    bar.fire(bar.root.all("button")[1] ?? assert.fail(), "click");
    bar.again(h(ServerBar, { ...props, chosen: "tickets" }));
    assert.deepEqual(pressed(), ["false", "true", "false", "false"]);
    bar.fire(bar.root.all("button")[1] ?? assert.fail(), "click");
    bar.again(h(ServerBar, { ...props, chosen: "gone" }));
    bar.click("gone (not in the settings)");
    assert.deepEqual(chosen, ["tickets", undefined, undefined]);
    const badges = bar.root.all("span").flatMap(({ attributes }) => attributes["data-count"] ?? []);
    assert.deepEqual(badges, ["1"], "of the server with a call that runs");
  });
});

describe("the bars of health checks", () => {
  it("are as tall as an answer was slow, and full where none came", () => {
    const bars = (...ms: (number | undefined)[]) =>
      draw(h(Sparkline, { checks: ms.map((one, at) => ({ at, ...(one !== undefined && { ms: one }) })) })).root;
    assert.deepEqual(
      bars(7, 14, 0, undefined)
        .all("rect")
        .map(({ attributes: { class: kind, x, y, width, height } }) => [kind, x, y, width, height]),
      [
        ["answered", "0", "9", "3", "7"],
        ["answered", "4", "2", "3", "14"],
        ["answered", "8", "14", "3", "2"],
        ["missed", "12", "0", "3", "16"],
      ],
    );
    const [svg] = bars(7, 14).all("svg");
    assert.deepEqual([svg?.attributes.width, svg?.attributes.height, svg?.attributes.viewBox], ["8", "16", "0 0 8 16"]);
    assert.equal(bars().all("svg")[0]?.attributes.width, "4");
    assert.equal(bars(0.5).all("rect")[0]?.attributes.height, "7", "a millisecond is the least that counts as slow");
  });
});

describe("the tools of a server with their cost", () => {
  const counts = { tools: 12, resources: 0, resourceTemplates: 0, prompts: 0 };
  const list = (some = {}) => h(ToolCostList, { host, server: "documents", counts, fail, ...some });

  it("are worked out once somebody wants them, and again when the server offers others", async () => {
    const shown = draw(list());
    assert.deepEqual([shown.text.trim(), asked], ["Tools (12)", []]);
    shown.click("Tools (12)");
    await shown.settle();
    assert.deepEqual(asked, [["toolCosts", "documents"]]);
    assert.equal(shown.the("button").attributes["aria-expanded"], "true");
    assert.match(shown.text, /about 3,480 tokens .*check_links1,900outline1,100rename4809 more tools are not shown\.$/);
    shown.again(list({ counts: { ...counts } }));
    await shown.settle();
    assert.equal(asked.length, 2);
    shown.click("Tools (12)");
    await shown.settle();
    assert.deepEqual([shown.text.trim(), asked.length], ["Tools (12)", 2]);
  });

  it("say nothing of more where there is none, nor of a server without tools", async () => {
    values.toolCosts = { ...costs, more: 0 };
    const shown = draw(list());
    shown.click("Tools (12)");
    await shown.settle();
    assert.doesNotMatch(shown.text, /more tools/);
    assert.equal(draw(list({ counts: { ...counts, tools: 0 } })).text, "");
  });

  it("tell a failure, and take no answer that comes after they were closed", async () => {
    values.toolCosts = new Error("It is gone.");
    const shown = draw(list());
    shown.click("Tools (12)");
    await shown.settle();
    assert.deepEqual(failures, [values.toolCosts]);
    values.toolCosts = costs;
    shown.click("Tools (12)");
    shown.click("Tools (12)");
    shown.click("Tools (12)");
    await shown.settle();
    shown.click("Tools (12)");
    assert.doesNotMatch(shown.text, /tokens/);
  });
});

describe("the view of servers", () => {
  const view = (some: Partial<Parameters<typeof ServersView>[0]> = {}) =>
    h(ServersView, { host, model, fail, folded: [], fold: () => {}, wanted: undefined, arrived: () => {}, ...some });
  const cardsOf = ({ root }: ReturnType<typeof draw>) => root.all("article");

  it("has a card for each server, with what the host knows", async () => {
    const shown = draw(view());
    assert.deepEqual(shown.names("article"), ["documents", "tickets", "search", "design"]);
    await shown.settle();
    const [documents, tickets, search, design] = cardsOf(shown).map(({ text }) => text);
    assert.match(documents ?? "", /Health {2}last answer after 28 ms, 2 of 40 without an answer/);
    assert.match(documents ?? "", /Last lines of standard error09:05:07 documents server 1\.4\.0, root \/project/);
    assert.match(documents ?? "", /Memory52 MB/);
    assert.match(tickets ?? "", /Sign in to "tickets" to use it\.Restarts0/);
    assert.match(search ?? "", / x{591}… Show all \(1,509 characters\)/);
    assert.doesNotMatch(design ?? "", /Health|Last lines/);
    shown.end();
  });

  it("folds and unfolds a card", () => {
    const folds: (readonly string[])[] = [];
    const shown = draw(view({ folded: ["design"], fold: (folded) => void folds.push(folded) }));
    const heads = cardsOf(shown).map((card) => card.all("button")[0] ?? assert.fail());
    assert.deepEqual(
      heads.map(({ attributes }) => attributes["aria-expanded"]),
      ["true", "true", "true", "false"],
    );
    assert.equal(cardsOf(shown)[3]?.all("dl").length, 0);
    for (const head of heads.slice(2)) shown.fire(head, "click");
    assert.deepEqual(folds, [["design", "search"], []]);
    shown.end();
  });

  it("goes to the card that somebody asked for, once", () => {
    let arrivals = 0;
    const shown = draw(view({ wanted: "search", arrived: () => void arrivals++ }));
    const current = () => cardsOf(shown).map(({ attributes }) => attributes["aria-current"]);
    assert.deepEqual(current(), ["false", "false", "true", "false"]);
    const head = cardsOf(shown)[2]?.all("button")[0];
    assert.deepEqual([head?.ownerDocument.activeElement === head, head?.ownerDocument.shown === head], [true, true]);
    shown.again(view());
    assert.deepEqual([current()[2], arrivals], ["true", 1]);
    shown.end();
  });

  it("asks the host about the server of the card, and tells what fails", async () => {
    values.restart = new Error("It is gone.");
    const shown = draw(view());
    const restart = cardsOf(shown)[0]
      ?.all("button")
      .find(({ name }) => name === "Restart");
    shown.fire(restart ?? assert.fail(), "click");
    await shown.settle();
    assert.deepEqual(asked, [["serverCards"], ["restart", "documents"]]);
    assert.deepEqual(failures, [values.restart]);
    shown.end();
  });

  it("says where there are no servers, or where the hub has not told of any yet", () => {
    const none = (told: boolean): PanelModel => ({ ...untold, told });
    assert.match(draw(view({ model: none(true) })).text, /^No MCP server is configured/);
    assert.match(draw(view({ model: none(false) })).text, /Waiting for the hub/);
  });

  it("shows what a server instructs models to do, and since when it is as it is", async () => {
    const [documents] = model.view.servers;
    assert.ok(documents?.state.kind === "ready");
    values.serverCards = [{ ...cards[0], checks: [] }];
    const info = { ...documents.state.info, instructions: "Read the guide first." };
    const server = { ...documents, state: { ...documents.state, since: Date.now() - 61_000, info } };
    const shown = draw(view({ model: { ...model, view: { ...model.view, servers: [server] } } }));
    assert.doesNotMatch(shown.text, /Health/);
    await shown.settle();
    assert.match(shown.text, /Health {2}Not checked yet/);
    assert.match(shown.text, / · since (\d{4}-\d\d-\d\d )?[\d:]+, for 1 min/);
    assert.match(shown.text, /InstructionsRead the guide first\./);
    const tickets = model.view.servers.filter(({ id }) => id === "tickets");
    values.serverCards = [{ ...cards[1], since: start }];
    const other = draw(view({ model: { ...model, view: { ...model.view, servers: tickets } } }));
    assert.doesNotMatch(other.text, /since/);
    await other.settle();
    assert.match(other.text, / · since (\d{4}-\d\d-\d\d )?09:05:07, for /);
    for (const one of [shown, other]) one.end();
  });
});
