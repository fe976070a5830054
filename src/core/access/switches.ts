import type { ServerId } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import type { Scope } from "../../protocol/scope";
import { HubError } from "../kernel/hubError";
import { matchesName } from "../kernel/untrusted/matchesName";
import { mayUseServer, mayUseTool } from "./scope";

/** Something that a server offers, by the name that it has there: a tool or a prompt by its name, a resource or a template by its address. */
export interface Offer {
  readonly server: ServerId;
  readonly kind: "tool" | "prompt" | "resource" | "template";
  readonly name: string;
}

/** What a person turned on or off in one place. */
export interface Switches {
  /** Single offers, by `keyOf`: on is kept only where something else would turn them off. */
  readonly single: Readonly<Record<string, "on" | "off">>;
  /** Each as `server/name`, in which `*` stands for any text: offers of every kind that match are off; after `tools:`, only tools. */
  readonly patterns: readonly string[];
}

/** Where a person turned something on or off: in this workspace, or in every one. */
export type SwitchPlace = "workspace" | "everywhere";

/** All that decides what is on. */
export interface ChoiceRule extends Readonly<Record<SwitchPlace, Switches>> {
  /** The profile that holds; a profile that cannot be used has a scope of nothing. */
  readonly profile?: { readonly name: string; readonly scope: Scope };
}

/** Why something is off. */
export type OffReason =
  | { readonly by: "profile"; readonly profile: string }
  | { readonly by: SwitchPlace; readonly pattern?: string };

/** How much a place holds. Both bound what is kept, and the patterns the time that a look takes. */
export const switchBounds = { single: 1000, name: 1000, patterns: 100, pattern: 500 } as const;

export const noSwitches: Switches = { single: {}, patterns: [] };

/** A pattern that begins so is about tools alone. */
export const toolsOnly = "tools:";

/** Whether a pattern turns an offer off. One about tools compares the server and the tool apart: `tools:a/*` is not about `a/b`. */
export function matchesOffer(pattern: string, { server, kind, name }: Offer): boolean {
  if (!pattern.startsWith(toolsOnly)) return matchesName(pattern, `${server}/${name}`);
  return kind === "tool" && mayUseTool([{ tools: [pattern.slice(toolsOnly.length)] }], server, name, () => true);
}

const keyOf = ({ kind, server, name }: Offer): string => `${kind}\n${server}\n${name}`;

/**
 * Why something is off; `undefined` while it is on. The profile decides first. Then what is nearer wins over what is farther, and a single
 * offer over a pattern. `isRead` says whether a tool is known to change nothing; it is asked only where the profile is read-only.
 */
export function offReason(rule: ChoiceRule, offer: Offer, isRead: () => boolean): OffReason | undefined {
  const { profile } = rule;
  if (profile && !isInProfile(profile.scope, offer, isRead)) return { by: "profile", profile: profile.name };
  for (const place of ["workspace", "everywhere"] as const) {
    const single = rule[place].single[keyOf(offer)];
    if (single !== undefined) return single === "off" ? { by: place } : undefined;
    const pattern = rule[place].patterns.find((one) => matchesOffer(one, offer));
    if (pattern !== undefined) return { by: place, pattern };
  }
  return undefined;
}

const isInProfile = (scope: Scope, { kind, server, name }: Offer, isRead: () => boolean): boolean =>
  kind === "tool" ? mayUseTool([scope], server, name, isRead) : mayUseServer([scope], server);

/** Whether nothing can be off: what is asked often need not look. */
export const turnsNothingOff = ({ profile, workspace, everywhere }: ChoiceRule): boolean =>
  !profile &&
  [workspace, everywhere].every(({ single, patterns }) => Object.keys(single).length + patterns.length === 0);

/**
 * The switches of a place after some offers were turned on or off there. What the place need not say is left out. Where they become too
 * many, those of servers that `isThere` does not know go first; throws a `HubError` where that is not enough.
 */
export function turned(
  rule: ChoiceRule,
  place: SwitchPlace,
  offers: readonly Offer[],
  to: "on" | "off",
  isThere: (server: ServerId) => boolean,
): Switches {
  const { profile: _, ...unlimited } = rule;
  const { patterns } = rule[place];
  const single = new Map(Object.entries(rule[place].single));
  for (const offer of offers) {
    if (offer.name.length > switchBounds.name) throw tooLong();
    single.delete(keyOf(offer));
    const otherwise = { ...unlimited, [place]: { patterns, single: {} } };
    const isOff = offReason(otherwise, offer, () => true) !== undefined;
    if (isOff !== (to === "off")) single.set(keyOf(offer), to);
  }
  for (const key of [...single.keys()])
    if (single.size > switchBounds.single && !isThere(key.split("\n")[1] ?? "")) single.delete(key);
  if (single.size > switchBounds.single) throw tooMany();
  return { patterns, single: Object.fromEntries(single) };
}

/** Switches as a store keeps them: another version, or another program, may have written anything. */
export function readSwitches(stored: unknown): Switches {
  if (!isObject(stored)) return noSwitches;
  const single = isObject(stored.single) ? Object.entries(stored.single) : [];
  const patterns = Array.isArray(stored.patterns) ? stored.patterns : [];
  return {
    single: Object.fromEntries(
      single
        .filter((entry): entry is [string, "on" | "off"] => entry[1] === "on" || entry[1] === "off")
        .slice(0, switchBounds.single),
    ),
    patterns: patterns.filter((one) => typeof one === "string" && patternProblem(one) === undefined),
  };
}

/** What is wrong with a pattern, as a sentence; `undefined` where nothing is. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > switchBounds.pattern)
    return message("choice.longPattern", "A pattern has at most {count} characters.", { count: switchBounds.pattern });
  return /^.+\/.+$/.test(pattern)
    ? undefined
    : message("choice.badPattern", '"{pattern}" has no "/". Write patterns such as github/*delete*.', { pattern });
}

const tooLong = () =>
  new HubError(
    "bad-arguments",
    message("choice.longName", "Nothing was changed: the name is too long. Use a pattern such as github/*delete*."),
  );

/** What a person hears where a place holds no more. */
export const tooMany = (): HubError =>
  new HubError(
    "bad-arguments",
    message(
      "choice.tooMany",
      "Nothing was changed: more than {count} tools, prompts and resources would be turned off one by one. Use a pattern such as github/*delete*.",
      { count: switchBounds.single },
    ),
  );
