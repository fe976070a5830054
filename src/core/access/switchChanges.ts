import type { ServerId } from "../../protocol/hubEvent";
import {
  type ChoiceRule,
  type Offer,
  type Switches,
  type SwitchPlace,
  switchBounds,
  toolsOnly,
  tooMany,
  turned,
} from "./switches";

/** Which tools of a server another app hides. */
export interface HiddenTools {
  readonly server: ServerId;
  /** Tools that are off, whatever else says that they are on. */
  readonly off: readonly string[];
  /** The only tools that are on, also of those that the server gets later. */
  readonly only?: readonly string[];
}

/** The switches of a place after the tools that apps hide were turned off there. Throws a `HubError` where they are too many. */
export function withHidden(
  rule: ChoiceRule,
  place: SwitchPlace,
  hidden: readonly HiddenTools[],
  isThere: (server: ServerId) => boolean,
): Switches {
  const closed = hidden.flatMap(({ server, only }) => (only ? [othersOf(server)] : []));
  const patterns = [...new Set([...rule[place].patterns, ...closed])];
  if (patterns.length > switchBounds.patterns) throw tooMany();
  const isKept = (server: ServerId) => hidden.some((one) => one.server === server) || isThere(server);
  const turn = (switches: Switches, offers: readonly Offer[], to: "on" | "off") =>
    turned({ ...rule, [place]: switches }, place, offers, to, isKept);
  const opened = hidden.flatMap(({ server, only = [] }) => tools(server, only));
  const shut = hidden.flatMap(({ server, off }) => tools(server, off));
  return turn(turn({ ...rule[place], patterns }, opened, "on"), shut, "off");
}

/** The switches of a place after a server was called otherwise. Patterns with other stars stay as they are. */
export function renamedSwitches({ single, patterns }: Switches, from: ServerId, to: ServerId): Switches {
  const renamed = (key: string) => {
    const [kind, server, name] = key.split("\n");
    return server === from ? [kind, to, name].join("\n") : key;
  };
  return {
    single: Object.fromEntries(Object.entries(single).map(([key, value]) => [renamed(key), value])),
    patterns: patterns.map((one) => (one === othersOf(from) ? othersOf(to) : one)),
  };
}

/** Switches without a change that was made earlier. What else was turned off or on since stays. */
export function takenBack(now: Switches, before: Switches, after: Switches): Switches {
  const single = new Map(Object.entries(now.single));
  for (const key of new Set([...Object.keys(before.single), ...Object.keys(after.single)])) {
    const old = before.single[key];
    if (old === after.single[key]) continue;
    if (old === undefined) single.delete(key);
    else single.set(key, old);
  }
  const lost = before.patterns.filter((one) => !after.patterns.includes(one));
  const kept = now.patterns.filter((one) => before.patterns.includes(one) || !after.patterns.includes(one));
  return { single: Object.fromEntries(single), patterns: [...new Set([...kept, ...lost])] };
}

/** The pattern that turns off every tool of a server that is not turned on by its name. */
const othersOf = (server: ServerId): string => `${toolsOnly}${server}/*`;

const tools = (server: ServerId, names: readonly string[]): readonly Offer[] =>
  names.map((name) => ({ server, kind: "tool", name }));
