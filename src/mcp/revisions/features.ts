import type { CatalogPart } from "../../core/catalog/catalog";
import { HubError } from "../../core/kernel/hubError";
import { eraOf } from "../../protocol/era";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";

/** One thing that a server may offer. */
interface Feature {
  /** Its name, as the object of "does not offer". */
  readonly label: () => string;
  /** What to do without it, as a sentence. */
  readonly workaround?: () => string;
  /** Where a server declares it in its capabilities; missing for what every server of these revisions has. */
  readonly declared?: readonly string[];
  /** The first and the last revision that have it. */
  readonly since: string;
  readonly until?: string;
}

/** Tasks in revision 2026-07-28 (SEP-2663): a server may answer a call with one. */
export const tasksExtension = "io.modelcontextprotocol/tasks";

/** The first revision that was published had no feature that this one has not: servers still name it. */
const first = "2024-10-07";
const lastWithHandshake = "2025-11-25";

const logLevels = () => message("feature.logLevels", "log levels");
const tasks = () => message("feature.tasks", "tasks");

/** Revision × feature: the hub uses what a server declared, in the revisions that have it, and nothing else. */
export const features = {
  tools: { label: () => message("feature.tools", "tools"), declared: ["tools"], since: first },
  toolChanges: {
    label: () => message("feature.toolChanges", "notifications of changed tools"),
    declared: ["tools", "listChanged"],
    since: first,
  },
  resources: { label: () => message("feature.resources", "resources"), declared: ["resources"], since: first },
  resourceChanges: {
    label: () => message("feature.resourceChanges", "notifications of changed resources"),
    declared: ["resources", "listChanged"],
    since: first,
  },
  resourceUpdates: {
    label: () => message("feature.resourceUpdates", "updates of a resource"),
    workaround: () => message("feature.openAgain", "Open the resource again to see what is new."),
    declared: ["resources", "subscribe"],
    since: first,
  },
  prompts: { label: () => message("feature.prompts", "prompts"), declared: ["prompts"], since: first },
  promptChanges: {
    label: () => message("feature.promptChanges", "notifications of changed prompts"),
    declared: ["prompts", "listChanged"],
    since: first,
  },
  completions: {
    label: () => message("feature.completions", "completion of arguments"),
    workaround: () => message("feature.typeValue", "Type the whole value."),
    declared: ["completions"],
    since: "2025-03-26",
  },
  logLevels: {
    label: logLevels,
    workaround: () => message("feature.ownLog", "It decides by itself what it logs."),
    declared: ["logging"],
    since: first,
    until: lastWithHandshake,
  },
  requestLogLevels: {
    label: logLevels,
    declared: ["logging"],
    since: "2026-07-28",
  },
  ping: { label: () => message("feature.ping", "a ping"), since: first, until: lastWithHandshake },
  tasks: {
    label: tasks,
    declared: ["tasks", "requests", "tools", "call"],
    since: "2025-11-25",
    until: lastWithHandshake,
  },
  taskResults: {
    label: tasks,
    declared: ["extensions", tasksExtension],
    since: "2026-07-28",
  },
  skills: {
    label: () => message("feature.skills", "skills"),
    declared: ["extensions", "io.modelcontextprotocol/skills"],
    since: "2025-11-25",
  },
  listening: { label: () => message("feature.changeStreams", "a stream of changes"), since: "2026-07-28" },
} satisfies Readonly<Record<string, Feature>>;

export type FeatureName = keyof typeof features;

/** What a server declared in its handshake. */
export interface Offer {
  readonly server: string;
  readonly revision: string;
  readonly capabilities: Readonly<Record<string, unknown>> | undefined;
}

/** What a server declared, as names: `tools` and what of it is on, such as `tools.listChanged`. Extensions and experiments by their own names. */
export const declared = (capabilities: Offer["capabilities"]): readonly string[] =>
  Object.entries(capabilities ?? {}).flatMap(([name, value]) => [
    name,
    ...Object.entries(isObject(value) ? value : {}).flatMap(([part, on]) =>
      on === true || isObject(on) ? [`${name}.${part}`] : [],
    ),
  ]);

/** What stands in the way of a feature; `undefined` where nothing does. */
function obstacle(
  { revision, capabilities }: Offer,
  name: FeatureName,
): "too-old" | "too-new" | "not-offered" | undefined {
  const { declared = [] }: Feature = features[name];
  const outside = outsideOf(features[name], revision);
  if (outside) return outside;
  let at: unknown = capabilities ?? {};
  for (const key of declared) at = isObject(at) ? at[key] : undefined;
  return declared.length === 0 || isObject(at) || at === true ? undefined : "not-offered";
}

function outsideOf({ since, until }: Feature, revision: string): "too-old" | "too-new" | undefined {
  if (revision < since) return "too-old";
  return until !== undefined && (eraOf(revision) === "modern" || revision > until) ? "too-new" : undefined;
}

/** Whether a revision has a feature at all. */
export const hasRevision = (name: FeatureName, revision: string): boolean =>
  outsideOf(features[name], revision) === undefined;

/** Why a feature cannot be used with a server, as a sentence; `undefined` where it can. */
export function missing(offer: Offer, name: FeatureName): string | undefined {
  const { server, revision } = offer;
  const { label, workaround }: Feature = features[name];
  const reason = (): string | undefined => {
    const values = { server, revision, feature: label() };
    switch (obstacle(offer, name)) {
      case undefined:
        return undefined;
      case "too-old":
        return message(
          "feature.notYet",
          '"{server}" speaks revision {revision} of the protocol, which does not have {feature}.',
          values,
        );
      case "too-new":
        return message(
          "feature.removed",
          '"{server}" speaks revision {revision} of the protocol, which no longer has {feature}.',
          values,
        );
      case "not-offered":
        return message("feature.notOffered", '"{server}" does not offer {feature}.', values);
    }
  };
  const text = reason();
  return text && [text, workaround?.()].filter((part) => part !== undefined).join(" ");
}

export const has = (offer: Offer, name: FeatureName): boolean => obstacle(offer, name) === undefined;

/** Throws `server-error`, before anything is sent, where the server does not have the feature. */
export function need(offer: Offer, name: FeatureName): void {
  const why = missing(offer, name);
  if (why !== undefined) throw new HubError("server-error", why, { sent: "no" });
}

const changesOf = { tools: "toolChanges", resources: "resourceChanges", prompts: "promptChanges" } as const;

/** The lists whose changes the server sends only on a stream (`subscriptions/listen`); none where it sends them without one. */
export const listenableLists = (offer: Offer): readonly CatalogPart[] =>
  has(offer, "listening")
    ? (["tools", "resources", "prompts"] as const).filter((part) => has(offer, changesOf[part]))
    : [];

/** Who decides that a call runs as a task: the client (`asked`, 2025-11-25), or the server (`answered`); none where there are no tasks. */
export const taskMode = (offer: Offer): "asked" | "answered" | undefined =>
  has(offer, "tasks") ? "asked" : has(offer, "taskResults") ? "answered" : undefined;
