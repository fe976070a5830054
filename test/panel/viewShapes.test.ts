import assert from "node:assert/strict";
import { type Note, newestOfEach } from "../../src/protocol/panel/note";
import { Asking } from "../../webview-ui/asking";
import {
  chartHeight,
  linear,
  logarithmic,
  magnitudeOf,
  pathOf,
  periodAt,
  scaleOf,
} from "../../webview-ui/metrics/chartShape";
import { errorShare, figureCells, percent, perSecond } from "../../webview-ui/metrics/metricsWords";
import { kindWords } from "../../webview-ui/notes/noteWords";
import { cardFacts, healthWords } from "../../webview-ui/servers/cardFacts";
import { tabAfter } from "../../webview-ui/tabs/tabs";
import { dayOrTime, lasting, timeOrDate } from "../../webview-ui/time";
import { morning, viewOf } from "./panelFixture";
import { cards } from "./viewsFixture";

describe("the keys of the tab list", () => {
  const rows: [from: "traffic" | "metrics" | "notifications", key: string, to: string | undefined][] = [
    ["traffic", "ArrowRight", "servers"],
    ["notifications", "ArrowRight", "traffic"],
    ["traffic", "ArrowLeft", "notifications"],
    ["metrics", "ArrowLeft", "servers"],
    ["metrics", "Home", "traffic"],
    ["metrics", "End", "notifications"],
    ["metrics", "ArrowDown", undefined],
    ["metrics", "toString", undefined],
  ];
  for (const [from, key, to] of rows) it(`${from} + ${key} → ${to}`, () => assert.equal(tabAfter(from, key), to));
});

describe("a chart", () => {
  it("reaches to the next round number", () => {
    const rows: [most: number, scale: number][] = [
      [0, 1],
      [0.017, 0.02],
      [1, 1],
      [3, 5],
      [7, 10],
      [180, 200],
    ];
    for (const [most, scale] of rows) assert.equal(scaleOf([[undefined, most]]), scale, `${most}`);
    assert.equal(scaleOf([]), 1);
    assert.deepEqual(
      [0, 5, 10, 11, 2400].map((most) => magnitudeOf([[most]])),
      [10, 10, 10, 100, 10_000],
    );
  });

  it("draws a line with gaps, and a stroke for what stands alone", () => {
    assert.equal(pathOf([0, 1, undefined, 1, undefined], linear(1)), `M0 ${chartHeight}L150 0M447 0h6`);
    assert.equal(pathOf([undefined, undefined], linear(1)), "");
    assert.equal(pathOf([5], linear(1)), "M-3 0h6", "never above the top");
  });

  it("tells what is small from what is large by orders of magnitude", () => {
    const height = logarithmic(10_000);
    assert.deepEqual(
      [0, 1, 100, 10_000, 99_999].map((value) => Math.round(height(value) * 100)),
      [0, 0, 50, 100, 100],
    );
  });

  it("finds the period below a pointer, also beyond its edges", () =>
    assert.deepEqual(
      [-1, 0, 0.5, 1, 2].map((share) => periodAt(share, 61)),
      [0, 0, 30, 60, 60],
    ));
});

describe("figures in words", () => {
  it("never show a little as nothing", () => {
    assert.deepEqual([0, 0.0004, 0.0123, 0.5, 1].map(percent), ["0 %", "< 0.1 %", "1.2 %", "50 %", "100 %"]);
    assert.deepEqual([0, 1 / 60, 0.3, 12.4].map(perSecond), ["0/s", "0.017/s", "0.3/s", "12/s"]);
  });

  it("say that there is nothing to say", () => {
    assert.equal(errorShare({ calls: 0, errors: 0 }), undefined);
    assert.deepEqual(figureCells({ calls: 0, errors: 0 }), ["0", "0", "–", "–", "–", "–"]);
    assert.deepEqual(figureCells({ calls: 1200, errors: 3, p50: 1.4, p95: 1500, p99: 61_000 }), [
      ...["1,200", "3", "0.3 %", "1 ms", "1.5 s", "1 min 1 s"],
    ]);
  });

  it("say how long something lasts, roughly", () =>
    assert.deepEqual([-5, 40_000, 61_000, 11_100_000, 187_200_000].map(lasting), [
      ...["0 s", "40 s", "1 min", "3 h 5 min", "2 d 4 h"],
    ]));

  it("leave the date of today out", () => {
    const at = new Date(2026, 10, 21, 9, 5, 7).getTime();
    assert.equal(timeOrDate(at, at + 1000), "09:05:07");
    assert.equal(timeOrDate(at, at + 24 * 3_600_000), "2026-11-21 09:05:07");
    assert.equal(dayOrTime(at, at + 1000), "09:05:07.000");
    assert.equal(dayOrTime(at, at + 24 * 3_600_000), "11-21 09:05");
  });
});

describe("a card in words", () => {
  const [documents, tickets] = viewOf(morning).servers;
  const facts = (server = documents, card = cards[0]) =>
    Object.fromEntries(cardFacts(server ?? assert.fail(), card).map(({ name, text }) => [name, text]));

  it("says what is known of a server that runs", () =>
    assert.deepEqual(facts(), {
      Server: "documents 1.4.0",
      Protocol: "MCP 2025-11-25 (with a handshake) over stdio",
      Capabilities: "none",
      Offers: "12 tools, 3 resources, 1 resource template",
      Process: "4711",
      Memory: "52 MB, with what it started",
      Restarts: "1",
      Calls: "1,240 ok, 3 tool error, 12 failed, 1 cancelled, 2 denied, 4 retries",
      Latency: "p50 12 ms, p95 180 ms, p99 2.4 s",
      Errors: "9 timeout, 3 transport, 2 denied",
      Program: "npx",
      Arguments: "-y @example/documents-server@1.4.0 /home/anna/projects/handbook/documents",
      "Starts in": "the workspace folder",
    }));

  it("says of another one what is known", () =>
    assert.deepEqual(facts(tickets, cards[1]), {
      Restarts: "0",
      Calls: "none since the window opened",
      Address: "https://tickets.example/mcp",
    }));

  it("says how its health was", () => {
    assert.equal(healthWords([]), "Not checked yet");
    assert.equal(healthWords([{ at: 1, ms: 12 }]), "last answer after 12 ms");
    assert.equal(healthWords([{ at: 1, ms: 12 }, { at: 2 }]), "no answer to the last check, 1 of 2 without an answer");
  });
});

describe("a kind of notice in words", () => {
  it("is a server's own method, or what the hub noticed, and never one for the other", () => {
    const words = (from: "server" | "hub", name: string) => kindWords({ from, name });
    assert.equal(words("server", "notifications/tools/list_changed"), "tools/list_changed");
    assert.equal(words("hub", "needs-auth"), "needs sign-in");
    assert.equal(words("server", "needs-auth"), "needs-auth");
    assert.equal(words("hub", "constructor"), "constructor");
    assert.equal(words("server", ""), "other kinds");
  });
});

describe("the newest notices of each source", () => {
  const many = (server: string, from: number, count: number): Note[] =>
    Array.from({ length: count }, (_, n) => ({
      ...{ seq: from + n, at: 0, server, from: "server", name: "x", level: "info", text: "" },
    }));

  it("are all, where they fit", () => {
    const notes = many("a", 1, 5);
    assert.equal(newestOfEach(notes, 5), notes);
  });

  it("share what there is, in their order, whichever way that goes", () => {
    const notes = [...many("a", 1, 10), ...many("b", 11, 2), ...many("c", 13, 10)];
    const wanted = [8, 9, 10, 11, 12, 20, 21, 22];
    assert.deepEqual(
      newestOfEach(notes, 8).map(({ seq }) => seq),
      wanted,
    );
    assert.deepEqual(
      newestOfEach(notes.toReversed(), 8).map(({ seq }) => seq),
      wanted.toReversed(),
    );
  });
});

describe("asking again and again", () => {
  /** Questions that are answered one by one. */
  function questions() {
    const answers: (() => void)[] = [];
    const ask = () => new Promise<void>((resolve) => void answers.push(resolve));
    const answer = async (at: number) => {
      answers[at]?.();
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { answers, ask, answer };
  }

  it("never asks twice at the same time, and once more for all that was wanted meanwhile", async () => {
    const { answers, ask, answer } = questions();
    const asking = new Asking(ask, 0);
    for (let n = 0; n < 5; n++) asking.want();
    assert.equal(answers.length, 1);
    await answer(0);
    assert.equal(answers.length, 2);
    await answer(1);
    assert.equal(answers.length, 2);
    asking.want();
    assert.equal(answers.length, 3);
  });

  it("leaves a pause, and asks no more once it is over", async () => {
    const { answers, ask, answer } = questions();
    const asking = new Asking(ask, 60_000);
    asking.want();
    await answer(0);
    asking.want();
    assert.equal(answers.length, 1);
    asking.dispose();
    asking.want();
    assert.equal(answers.length, 1);
  });
});
