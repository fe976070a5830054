import { message } from "../../../protocol/message";
import type { HiddenTools } from "../../access/switchChanges";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import { locationOf, type SettingsLocation, sameLocation } from "../../config/schema/settingsLocation";
import { liftSecrets } from "../../config/secrets/liftSecrets";
import { secretKey } from "../../config/secrets/secretKey";
import type { AppEntry } from "../app";
import type { Candidate } from "./candidate";
import type { Origin } from "./origins";
import { type ServerText, settingsWith } from "./settingsWith";
import { setupText, transportKeys } from "./setup";

/** Where servers are imported to. */
export interface ImportTarget {
  readonly location: SettingsLocation & { readonly scope: "user" | "workspace" };
  /** The settings file as it is; an empty text if there is none. */
  readonly text: string;
  /** The keys above the settings: those of a workspace file. */
  readonly prefix: readonly string[];
}

/** An import as a person is shown it. Nothing is written yet. */
export type PlannedImport =
  | {
      readonly kind: "change";
      /** The settings with the servers. It holds no secret of theirs. */
      readonly after: string;
      /** What goes into secret storage. */
      readonly secrets: readonly { readonly key: string; readonly value: string }[];
      readonly origins: readonly Origin[];
      /** The tools that the apps hide, which are turned off. */
      readonly hidden: readonly HiddenTools[];
      /** The names that the servers have in the settings. */
      readonly servers: readonly string[];
    }
  | { readonly kind: "refused"; readonly reason: string };

/** What the settings become with the chosen servers. `isOff`: they are written switched off, whatever the app says. */
export function plannedImport(chosen: readonly Candidate[], target: ImportTarget, isOff = false): PlannedImport {
  const changed = new Set<string>();
  const planned = chosen.flatMap((candidate) => {
    // Of two that differ from one server, the first changes it, and the second becomes another one.
    const server = changedServer(candidate, target.location);
    const isFree = server !== undefined && !changed.has(server.id);
    if (isFree) changed.add(server.id);
    return plan(candidate, target, isFree ? server : undefined, isOff) ?? [];
  });
  const after = settingsWith(
    target.text,
    target.prefix,
    planned.map(({ text }) => text),
  );
  if (after === undefined)
    return {
      kind: "refused",
      reason: message(
        "import.brokenSettings",
        "The settings have a syntax error, or keep their servers in an unusual way. Correct the file, then import again.",
      ),
    };
  return {
    kind: "change",
    after,
    secrets: planned.flatMap(({ secrets }) => secrets),
    origins: planned.flatMap(({ origin }) => origin ?? []),
    hidden: planned.flatMap(({ hidden }) => hidden ?? []),
    servers: planned.map(({ text }) => text.name),
  };
}

interface Planned {
  readonly text: ServerText;
  readonly hidden?: HiddenTools;
  readonly secrets: readonly { readonly key: string; readonly value: string }[];
  readonly origin?: Origin;
}

function plan(
  candidate: Candidate,
  { location }: ImportTarget,
  replaced: ServerDefinition | undefined,
  isOff: boolean,
): Planned | undefined {
  const { config, source, entry, given = new Map() } = candidate;
  if (!config) return undefined;
  const name = replaced ? (replaced.key ?? replaced.id) : candidate.name;
  const before = replaced?.entry.kind === "valid" ? replaced.entry.config : undefined;
  // What the person has set on the hub's entry beside its transport stays.
  const kept = Object.fromEntries(Object.entries(before ?? {}).filter(([key]) => !isTransportKey(key)));
  const wanted = before ? { ...kept, ...transportOnly(config) } : isOff ? { ...config, enabled: false } : config;
  const definition: ServerDefinition = {
    ...locationOf(location),
    id: name,
    label: name,
    enabled: true,
    // The same keys under which it is read again.
    entry: { kind: "valid", config: wanted as typeof config },
  };
  const { changed, values } = liftSecrets(definition);
  const written = changed.entry.kind === "valid" ? changed.entry.config : config;
  const keys = before ? transportKeys.filter((key) => key in before || key in written) : Object.keys(written);
  const path = source.file.path;
  return {
    text: {
      name,
      entry: Object.fromEntries(keys.map((key) => [key, Object.getOwnPropertyDescriptor(written, key)?.value])),
      isThere: before !== undefined,
    },
    ...(hidesTools(entry) && { hidden: hiddenTools(entry, replaced?.id ?? name) }),
    secrets: [
      ...values.map(({ key, value }) => ({ key, value })),
      ...[...given].map(([input, value]) => ({ key: secretKey(changed, input), value })),
    ],
    ...(path !== "" && {
      origin: {
        ...locationOf(location),
        scope: location.scope,
        server: name,
        app: source.app.id,
        file: path,
        path: entry.path,
        setup: setupText(config),
      },
    }),
  };
}

/** Whether an app hides tools of a server. */
export const hidesTools = ({ disabledTools, allowedTools }: AppEntry): boolean =>
  disabledTools.length > 0 || allowedTools !== undefined;

/** Which tools of a server an app hides. */
export const hiddenTools = ({ disabledTools: off, allowedTools: only }: AppEntry, server: string): HiddenTools => ({
  server,
  off,
  ...(only && { only }),
});

/** The server of the hub that a candidate changes, where it is in the settings that are written; elsewhere a new one is made. */
export function changedServer(
  { verdict, hubServer }: Candidate,
  location: SettingsLocation,
): ServerDefinition | undefined {
  const changes = verdict.kind === "differs" || verdict.kind === "drifted";
  return changes && hubServer && sameLocation(hubServer, location) ? hubServer : undefined;
}

const isTransportKey = (key: string): boolean => transportKeys.some((one) => one === key);

const transportOnly = (config: object): object =>
  Object.fromEntries(Object.entries(config).filter(([key]) => isTransportKey(key)));
