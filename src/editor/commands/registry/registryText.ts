import { skeleton } from "../../../core/catalog/lookAlikes";
import { commandLine } from "../../../core/config/editing/commandLine";
import type { ServerConfig } from "../../../core/config/schema/serverConfig";
import type { Field, Offer } from "../../../core/registry/offer";
import type { Preset } from "../../../core/registry/presets/preset";
import type { RegistryServer } from "../../../core/registry/registryServer";
import type { SearchState } from "../../../core/registry/searchSession";
import { message } from "../../../protocol/message";

/** The texts of an item in a list. They may hold text of a registry. */
export interface ItemTexts {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** The name of a codicon. */
  readonly icon?: string;
}

/** A server of a registry: its whole name first, since a title may be anything. `names`: the other names that a person sees. */
export function serverTexts(server: RegistryServer, names: readonly string[]): ItemTexts {
  const { name, title, version, description, repository, isDeprecated, offers } = server;
  const like = imitated(name, names);
  const warnings = [
    ...(like === undefined ? [] : [message("registry.looksLike", 'not "{name}", which looks like it', { name: like })]),
    ...(isDeprecated ? [message("registry.deprecated", "deprecated by its publisher")] : []),
    ...(offers.length === 0 ? [message("registry.unusableShort", "cannot be installed from here")] : []),
  ];
  const icon = offers.length === 0 ? "circle-slash" : warnings.length > 0 ? "warning" : "";
  return {
    label: name,
    description: [version, ...warnings].filter((text) => text !== "").join(" · "),
    detail: [
      ...(title !== undefined && title !== name ? [title] : []),
      description,
      ...(offers.length > 0 ? [kindsText(offers)] : []),
      ...(repository === undefined ? [] : [repository.replace(/^https:\/\//, "")]),
    ]
      .filter((text) => text !== "")
      .join(" · "),
    ...(icon !== "" && { icon }),
  };
}

/** A name that is another one, and is easily taken for it. */
function imitated(name: string, names: readonly string[]): string | undefined {
  const own = skeleton(name);
  return names.find((other) => other !== name && skeleton(other) === own);
}

/** How a server can be had, such as `npm, address`. */
export const kindsText = (offers: readonly Offer[]): string =>
  [
    ...new Set(
      offers.map((offer) =>
        offer.kind === "address" ? message("registry.address", "address") : (offer.label.split(":")[0] ?? ""),
      ),
    ),
  ].join(", ");

/** One way to get a server. */
export const offerTexts = (offer: Offer): ItemTexts => ({
  label: offer.label,
  description:
    offer.kind === "address"
      ? message("registry.offerAddress", "Runs elsewhere; reached over HTTP")
      : message("registry.offerProgram", "Runs on this machine, with {command}", { command: offer.command }),
  detail: offer.notes.join(" "),
});

/** A service that the hub knows. */
export const presetTexts = (preset: Preset): ItemTexts => ({
  label: preset.title,
  description: preset.about,
  detail: [signInText(preset), kindText(preset)].join(" · "),
});

function signInText({ signIn }: Preset): string {
  switch (signIn) {
    case "none":
      return message("registry.signInNone", "no sign-in");
    case "browser":
      return message("registry.signInBrowser", "you sign in with the browser");
    case "key":
      return message("registry.signInKey", "you need a key");
  }
}

const kindText = ({ server }: Preset): string =>
  server.remotes
    ? JSON.stringify(server.remotes).includes("://127.0.0.1")
      ? message("registry.localService", "runs on this machine, in an app of its own")
      : message("registry.remoteService", "runs at the service")
    : message("registry.localPackage", "runs on this machine, from npm");

/** Where the facts about a service are from, and that nobody tried them here. */
export const untriedText = ({ taken, source }: Preset): string =>
  message("registry.untried", "Looked up on {date}, and not tried with an account. Documentation: {source}", {
    source: source.replace(/^https:\/\//, ""),
    date: taken,
  });

/** What a value is for. */
export const fieldPrompt = ({ name, description, isSecret, isRepeated }: Field): string =>
  [
    description === "" ? name : `${name}: ${description}`,
    ...(isSecret ? [message("registry.keptSecret", "It is kept in secret storage, and not in the settings.")] : []),
    ...(isRepeated ? [message("registry.several", "Separate several values with semicolons.")] : []),
  ]
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(" ");

/** Exactly what is run or contacted. */
export function runsText(config: ServerConfig): string {
  if ("url" in config) return message("registry.contacts", "Contacts {url}", { url: config.url });
  return message("registry.runs", "Runs {line}", {
    line: commandLine(config) ?? JSON.stringify([config.command, ...(config.args ?? [])]),
  });
}

/** That a program is missing on this machine. */
export const missingText = (command: string): string =>
  message(
    "registry.missingProgram",
    '"{command}" was not found on this machine. Install it before you start the server.',
    {
      command,
    },
  );

/** What stands in the list instead of servers. */
export function listText({ text, isBusy, servers, unread }: SearchState, where: string): string | undefined {
  if (servers.length > 0) return undefined;
  if (isBusy) return message("registry.searching", "Searching {where}…", { where });
  if (text === "")
    return message("registry.typeToSearch", "Type to search. What you type is sent to {where}.", { where });
  if (unread === 1)
    return message("registry.oneUnreadable", "{where} has a server for this, in a form that the hub cannot read.", {
      where,
    });
  return unread > 0
    ? message("registry.noneReadable", "{where} has {count} servers for this, in a form that the hub cannot read.", {
        where,
        count: unread,
      })
    : message("registry.noneFound", "{where} has no server for this. Try fewer letters.", { where });
}
