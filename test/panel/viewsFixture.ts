import type { Note, NotesReply } from "../../src/protocol/panel/note";
import type { CallsOfTime, RecentFigures } from "../../src/protocol/panel/recentFigures";
import type { CallTotals, ServerCard, ToolCosts } from "../../src/protocol/panel/serverCard";
import type { Tab } from "../../webview-ui/tabs/tabs";
import type { OpenPage } from "./openPage";
import { morning, stamped, start, viewOf } from "./panelFixture";

const calls: CallTotals = {
  outcomes: { ok: 1240, "tool-error": 3, failed: 12, cancelled: 1, denied: 2 },
  errors: { timeout: 9, transport: 3, denied: 2 },
  retries: 4,
  ms: { p50: 12.4, p95: 180, p99: 2400 },
};

const noCalls: CallTotals = {
  outcomes: { ok: 0, "tool-error": 0, failed: 0, cancelled: 0, denied: 0 },
  errors: {},
  retries: 0,
  ms: { p50: 0, p95: 0, p99: 0 },
};

const rest = { facts: [], said: [], checks: [], restarts: 0, calls: noCalls };

/** What the host knows of the servers of the morning. */
export const cards: readonly ServerCard[] = [
  {
    server: "documents",
    since: start,
    facts: [
      { name: "Program", text: "npx" },
      { name: "Arguments", text: "-y @example/documents-server@1.4.0 /home/anna/projects/handbook/documents" },
      { name: "Starts in", text: "the workspace folder" },
    ],
    said: [
      { at: start, text: "documents server 1.4.0, root /project" },
      { at: start + 900, text: "2 links of guide.md lead nowhere <img src=x onerror=alert(1)>" },
    ],
    checks: Array.from({ length: 40 }, (_, n) => ({
      at: start + n * 30_000,
      ...(n !== 17 && n !== 18 && { ms: 8 + ((n * 7) % 23) }),
    })),
    memoryBytes: 52_400_000,
    restarts: 1,
    calls,
  },
  { ...rest, server: "tickets", since: start, facts: [{ name: "Address", text: "https://tickets.example/mcp" }] },
  {
    ...rest,
    server: "search",
    since: start,
    said: [{ at: start, text: "x".repeat(1500) }],
  },
  { ...rest, server: "design", since: start },
];

export const costs: ToolCosts = {
  total: 3480,
  tools: [
    { name: "check_links", tokens: 1900 },
    { name: "outline", tokens: 1100 },
    { name: "rename", tokens: 480 },
  ],
  more: 9,
};

const quiet: CallsOfTime = { calls: 0, errors: 0 };
const hour: CallsOfTime = { calls: 1258, errors: 15, p50: 12, p95: 180, p99: 2400 };

/** An hour with a pause, a peak, and failures. */
export const figures: RecentFigures = {
  to: start + 60_000,
  hour,
  periods: Array.from({ length: 60 }, (_, n): CallsOfTime => {
    if (n < 8 || (n > 30 && n < 36)) return quiet;
    const some = 10 + ((n * 13) % 30) + (n > 45 ? 40 : 0);
    return {
      calls: some,
      errors: n % 9 === 0 ? 3 : 0,
      p50: 10 + (n % 5),
      p95: 100 + ((n * 31) % 90),
      p99: 900 + n * 20,
    };
  }),
  rows: [
    { server: "documents", calls: 1250, errors: 12, p50: 12, p95: 170, p99: 2300 },
    { server: "tickets", calls: 8, errors: 3, p50: 40, p95: 300, p99: 300 },
    { server: "search", calls: 0, errors: 0 },
  ],
};

const note = (seq: number, more: Partial<Note>): Note => ({
  ...{ seq, at: start + seq * 1000, server: "documents", from: "server", level: "info" },
  ...{ name: "notifications/resources/updated", text: `{"uri":"file:///project/${seq}.md"}` },
  ...more,
});

export const notes: NotesReply = {
  notes: [
    note(3, {}),
    note(5, {
      ...{ server: "search", from: "hub", name: "failed", level: "error" },
      text: 'The command "uvx" of "search" was not found. Install uv, or correct "command" in the settings.',
    }),
    note(6, { server: "tickets", from: "hub", name: "needs-auth", level: "warning", text: 'Sign in to "tickets".' }),
    note(8, { name: "notifications/message", level: "warning", text: "<b>bold</b> 2 links lead nowhere" }),
    note(9, { name: "notifications/tools/list_changed", text: "{}" }),
    note(11, { text: `{"uri":"${"long/".repeat(300)}"}` }),
  ],
  unread: 3,
  seen: 6,
  muted: [{ server: "documents", from: "server", name: "vendor/beat", count: 4711 }],
  dropped: 12,
};

/** Shows the morning in one of the views, with answers of the host for it. */
export async function showInView({ tell, answer, page }: OpenPage, tab: Exclude<Tab, "traffic">): Promise<void> {
  await answer("serverCards", cards);
  await answer("toolCosts", costs);
  await answer("figures", figures);
  await answer("notes", notes);
  await answer("unread", notes.unread);
  await tell({ type: "snapshot", view: viewOf(morning), events: stamped(morning), seq: morning.length });
  await page.getByRole("tab", { name: new RegExp(`^${tab}`, "i") }).click();
  const shown = page.getByRole("tabpanel");
  if (tab === "servers") {
    await shown.getByRole("button", { name: "Tools (12)" }).click();
    await shown.getByText("check_links").waitFor();
    await shown.getByText("52 MB, with what it started").waitFor();
  } else if (tab === "metrics") await shown.getByRole("img", { name: /^Latency/ }).waitFor();
  else await shown.getByText("2 links lead nowhere").waitFor();
}
