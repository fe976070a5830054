import type { CatalogPart } from "../../core/catalog/catalog";
import { HubError } from "../../core/kernel/hubError";
import { eraOf } from "../../protocol/era";
import { isObject } from "../../protocol/isObject";

/** One thing that a server may offer. */
interface Feature {
  /** In words, as the object of "does not offer". */
  readonly words: string;
  /** What to do without it, as a sentence. */
  readonly instead?: string;
  /** Where a server declares it in its capabilities; missing for what every server of these revisions has. */
  readonly declared?: readonly string[];
  /** The first and the last revision that have it. */
  readonly since: string;
  readonly until?: string;
}

/** Tasks in revision 2026-07-28 (SEP-2663): a server may answer a call with one. */
export const tasksExtension = "io.modelcontextprotocol/tasks";

const first = "2024-11-05";
const lastWithHandshake = "2025-11-25";

/** Revision × feature: the hub uses what a server declared, in the revisions that have it, and nothing else. */
export const features = {
  tools: { words: "tools", declared: ["tools"], since: first },
  toolChanges: { words: "word of changed tools", declared: ["tools", "listChanged"], since: first },
  resources: { words: "resources", declared: ["resources"], since: first },
  resourceChanges: { words: "word of changed resources", declared: ["resources", "listChanged"], since: first },
  resourceUpdates: {
    words: "updates of a resource",
    instead: "Open the resource again to see what is new.",
    declared: ["resources", "subscribe"],
    since: first,
  },
  prompts: { words: "prompts", declared: ["prompts"], since: first },
  promptChanges: { words: "word of changed prompts", declared: ["prompts", "listChanged"], since: first },
  completions: {
    words: "completion of arguments",
    instead: "Type the whole value.",
    declared: ["completions"],
    since: "2025-03-26",
  },
  logLevels: {
    words: "levels of its log",
    instead: "It decides by itself what it logs.",
    declared: ["logging"],
    since: first,
    until: lastWithHandshake,
  },
  requestLogLevels: { words: "levels of its log", declared: ["logging"], since: "2026-07-28" },
  ping: { words: "a ping", since: first, until: lastWithHandshake },
  tasks: {
    words: "tasks",
    declared: ["tasks", "requests", "tools", "call"],
    since: "2025-11-25",
    until: lastWithHandshake,
  },
  taskResults: { words: "tasks", declared: ["extensions", tasksExtension], since: "2026-07-28" },
  skills: { words: "skills", declared: ["extensions", "io.modelcontextprotocol/skills"], since: "2025-11-25" },
  listening: { words: "a stream of changes", since: "2026-07-28" },
} satisfies Readonly<Record<string, Feature>>;

export type FeatureName = keyof typeof features;

/** What a server said of itself. */
export interface Offer {
  readonly server: string;
  readonly revision: string;
  readonly capabilities: Readonly<Record<string, unknown>> | undefined;
}

/** Why a feature cannot be used with a server, as a sentence; `undefined` where it can. */
export function missing({ server, revision, capabilities }: Offer, name: FeatureName): string | undefined {
  const { words, instead, declared = [], since, until }: Feature = features[name];
  const say = (what: string) => [`"${server}" ${what}.`, instead].filter((part) => part !== undefined).join(" ");
  if (revision < since) return say(`speaks revision ${revision} of the protocol, which has no ${words}`);
  if (until !== undefined && (eraOf(revision) === "modern" || revision > until))
    return say(`speaks revision ${revision} of the protocol, which no longer has ${words}`);
  let at: unknown = capabilities ?? {};
  for (const key of declared) at = isObject(at) ? at[key] : undefined;
  const offered = declared.length === 0 || isObject(at) || at === true;
  return offered ? undefined : say(`does not offer ${words}`);
}

export const has = (offer: Offer, name: FeatureName): boolean => missing(offer, name) === undefined;

/** Throws `server-error`, before anything is sent, where the server has no such thing. */
export function need(offer: Offer, name: FeatureName): void {
  const why = missing(offer, name);
  if (why !== undefined) throw new HubError("server-error", why, { sent: "no" });
}

const changesOf = { tools: "toolChanges", resources: "resourceChanges", prompts: "promptChanges" } as const;

/** The lists whose changes the server tells to those that listen (`subscriptions/listen`); none where it tells them unasked. */
export const listsToHear = (offer: Offer): readonly CatalogPart[] =>
  has(offer, "listening")
    ? (["tools", "resources", "prompts"] as const).filter((part) => has(offer, changesOf[part]))
    : [];

/** Who decides that a call runs as a task: it is `asked` for (2025-11-25), or the server has `answered` with one; none where there are none. */
export const tasksIn = (offer: Offer): "asked" | "answered" | undefined =>
  has(offer, "tasks") ? "asked" : has(offer, "taskResults") ? "answered" : undefined;
