import { readFile } from "node:fs/promises";
import type { HubEvent, Stamped } from "../../src/protocol/hubEvent";
import { requestFacts } from "../support/requestFacts";
import type { OpenPage } from "./openPage";
import { morning, stamped, viewOf } from "./panelFixture";
import { type ThemeName, themes } from "./themes";
import { showInView } from "./viewsFixture";

/** The sizes in which the page is looked at, in CSS pixels. The last is a panel beside a full side bar. */
export const sizes = [
  { width: 1400, height: 900 },
  { width: 1024, height: 700 },
  { width: 320, height: 700 },
] as const;

export const themeNames = Object.keys(themes) as ThemeName[];

const facts = requestFacts({ call: "m", server: "documents", tool: "check_links", caller: { door: "agent" } });
const wire = { type: "wire.message", server: "documents", method: "tools/call", id: 5, call: "m" } as const;

/** A morning with messages on the wire, and a slow call with all that can be known of one. */
export const busyMorning: readonly HubEvent[] = [
  ...morning,
  { ...wire, call: "c0", method: "tools/list", id: 1, direction: "sent", kind: "request", text: "{}", bytes: 58 },
  { ...wire, method: "tools/list", id: 1, direction: "received", kind: "response", text: "{}", bytes: 48_200 },
  { type: "call.started", ...facts, args: '{"path":"docs","follow":true,"ignore":["*.png","*.svg"]}' },
  {
    ...wire,
    direction: "sent",
    kind: "request",
    bytes: 182,
    text: '{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"check_links","arguments":{"path":"docs","follow":true}}}',
    http: { headers: { authorization: "•••", accept: "application/json, text/event-stream" } },
  },
  { type: "call.progress", ...facts, progress: 4, total: 10, message: "reading guide.md" },
  {
    ...wire,
    direction: "received",
    kind: "response",
    bytes: 2310,
    text: '{"jsonrpc":"2.0","id":5,"result":{"content":[{"type":"text","text":"2 of 214 links lead nowhere"}],"isError":false}}',
    http: { status: 200, headers: { "content-type": "application/json" } },
  },
  {
    type: "call.ended",
    ...facts,
    outcome: "ok",
    ms: 2050,
    split: { approval: 5200, queue: 250, waits: 600, server: 1200 },
    decision: { by: "question" },
  },
];

const events: readonly Stamped[] = stamped(busyMorning);

/** Shows the busy morning, and the details of its last call where they are wanted. */
export async function showBusyMorning({ tell, answer, page }: OpenPage, withDetails: boolean): Promise<void> {
  await answer("content", { parts: [{ kind: "text", text: "2 of 214 links lead nowhere" }], more: 0 });
  await tell({ type: "snapshot", view: viewOf(busyMorning), events, seq: events.length });
  await page.getByRole("treeitem", { name: "check_links: ok" }).waitFor();
  await page.getByRole("button", { name: /^documents:/ }).click();
  if (!withDetails) return;
  await page.getByRole("treeitem", { name: "check_links: ok" }).click();
  await page.getByRole("region", { name: "Details" }).getByText("2 of 214 links").first().waitFor();
}

/** Every view of the page that is looked at, by name: each shows itself in a page that was just opened. */
export const looks: Readonly<Record<string, (open: OpenPage) => Promise<void>>> = {
  traffic: (open) => showBusyMorning(open, false),
  details: (open) => showBusyMorning(open, true),
  servers: (open) => showInView(open, "servers"),
  metrics: (open) => showInView(open, "metrics"),
  "metrics-table": async (open) => {
    await showInView(open, "metrics");
    await open.page.getByRole("button", { name: "Table" }).click();
    await open.page.getByRole("region", { name: "The last hour by the minute, newest first" }).waitFor();
  },
  notifications: async (open) => {
    await showInView(open, "notifications");
    await open.page.getByRole("button", { name: "Muted (1)" }).click();
  },
};

/** What does not fit: how many pixels the page is wider than its window, controls that are cut off at its edge, and what leaves its row. */
export const misfits = `(() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const scrolls = (one) => one.closest(".servers, .kinds, pre, .tree, .list, .details, .scrolls");
  const cut = [...document.querySelectorAll("button, select, input, h1, h2")].filter((one) => {
    const { right, left, width } = one.getBoundingClientRect();
    return width > 0 && !scrolls(one) && (right > innerWidth + 1 || left < -1);
  });
  const outside = [...document.querySelectorAll(".list .line > span")].filter((one) => {
    const [cell, line] = [one.getBoundingClientRect(), one.parentElement.getBoundingClientRect()];
    return cell.width > 1 && (cell.top < line.top - 1 || cell.bottom > line.bottom + 1 || cell.right > line.right + 1);
  });
  const texts = [...cut, ...outside].map((one) => one.outerHTML.slice(0, 100));
  return [...(wide > 0 ? [wide + " px too wide"] : []), ...texts];
})()`;

/** What axe-core finds in the page against level A or AA of the Web Content Accessibility Guidelines, a line each. */
export async function violations({ page }: OpenPage): Promise<string[]> {
  await page.evaluate(await readFile("node_modules/axe-core/axe.min.js", "utf8"));
  return page.evaluate(`axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })
    .then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, any }) => id + ": " + help + ": " + html.slice(0, 160) + " " + (any[0]?.message ?? ""))))`);
}
