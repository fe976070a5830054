import type { ServerId } from "../../protocol/hubEvent";
import { callSettingKeys, type callSettings } from "../config/schema/callSettings";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { Options } from "../config/schema/settings";
import { matchesName } from "../kernel/untrusted/matchesName";
import type { ToolCall } from "./toolCall";

/** How one tool of one server is called. */
export interface CallOptions extends Pick<Options, keyof typeof callSettings> {
  /** The person's word on whether a call may be sent twice; missing where the person said nothing. */
  readonly safeToRepeat?: boolean;
  /** The person's word on whether the tool changes nothing; missing where the person said nothing. */
  readonly readOnly?: boolean;
  /** Whether calls of the tool are sent together, where its server has a batch form of it; missing: not. */
  readonly batch?: boolean;
  /** Paths to fields that are left out of results; missing: none. */
  readonly omit?: readonly string[];
  /** Paths to the only fields that are kept of results; missing: all. */
  readonly pick?: readonly string[];
}

/** What the preset `standard` of the setting `cachePreset` stands for. */
const standardCache = { cacheSeconds: 300, cacheEntries: 1000 };

const presets = new WeakMap<Options, Options>();

/** The options with what their preset stands for, where they say nothing else. */
function withPreset(options: Options): Options {
  if (options.cachePreset === "none") return options;
  const known = presets.get(options);
  if (known) return known;
  const cacheSeconds = options.cacheSeconds || standardCache.cacheSeconds;
  const cacheEntries = Math.min(options.cacheEntries, standardCache.cacheEntries);
  const preset: Options = { ...options, cacheSeconds, cacheEntries };
  presets.set(options, preset);
  presets.set(preset, preset);
  return preset;
}

/** What holds for a tool: its own settings over its server's over the global ones over the defaults. */
export function optionsFor(settings: Options, definition: ServerDefinition, tool: string): CallOptions {
  const options = withPreset(settings);
  const { entry } = definition;
  if (entry.kind === "invalid" || !saysAnything(entry.config)) return options;
  const { safeToRepeat, readOnly, batch, tools, ...server } = entry.config;
  const numbers = Object.entries(server).filter(([key, value]) => callSettingKeys.has(key) && value !== undefined);
  const own = tools && Object.hasOwn(tools, tool) ? tools[tool] : undefined;
  return {
    ...options,
    ...Object.fromEntries(numbers),
    ...named("safeToRepeat", safeToRepeat, tool),
    ...named("readOnly", readOnly, tool),
    ...named("batch", batch, tool),
    ...own,
  };
}

/** How many tools of one server are remembered. */
const toolLimit = 2000;

/** Reads the options of a call. What was resolved is kept for as long as the settings and the definition are the same values. */
export function callOptions(
  options: () => Options,
  definition: (server: ServerId) => ServerDefinition,
): (call: Pick<ToolCall, "server" | "tool">) => CallOptions {
  const known = new WeakMap<ServerDefinition, { readonly from: Options; readonly tools: Map<string, CallOptions> }>();
  return ({ server, tool }) => {
    const from = withPreset(options());
    const defined = definition(server);
    if (defined.entry.kind === "invalid" || !saysAnything(defined.entry.config)) return from;
    let kept = known.get(defined);
    if (kept?.from !== from || kept.tools.size > toolLimit) {
      kept = { from, tools: new Map() };
      known.set(defined, kept);
    }
    const before = kept.tools.get(tool);
    if (before) return before;
    const resolved = optionsFor(from, defined, tool);
    kept.tools.set(tool, resolved);
    return resolved;
  };
}

/** Asked several times in each call; entries are values, replaced whole. */
function saysAnything(config: object): boolean {
  const known = says.get(config);
  if (known !== undefined) return known;
  const found = Object.keys(config).some((key) => callSettingKeys.has(key));
  says.set(config, found);
  return found;
}

const says = new WeakMap<object, boolean>();

/** A list names the tools that it speaks of, and says nothing of the others. */
function named(
  key: "safeToRepeat" | "readOnly" | "batch",
  which: boolean | readonly string[] | undefined,
  tool: string,
) {
  if (which === undefined) return {};
  if (typeof which === "boolean") return { [key]: which };
  return which.some((pattern) => matchesName(pattern, tool)) ? { [key]: true } : {};
}

/** Whether the person said that a server's own annotations may be believed. */
export type Trusts = (server: ServerId) => boolean;

/** Whether a tool is known to change nothing: by the person's word, or by the hint of a server that the person trusts. */
export function isKnownRead(
  call: Pick<ToolCall, "server" | "offered">,
  { readOnly }: CallOptions,
  trusts: Trusts,
): boolean {
  if (readOnly !== undefined) return readOnly;
  const hints = call.offered?.hints;
  return hints?.readOnly === true && hints.destructive !== true && trusts(call.server);
}

/** Whether a call may be sent twice. The person's no outweighs every hint. */
export function isKnownRepeatable(call: ToolCall, options: CallOptions, trusts: Trusts): boolean {
  if (options.safeToRepeat !== undefined) return options.safeToRepeat;
  if (isKnownRead(call, options, trusts)) return true;
  return call.offered?.hints.idempotent === true && trusts(call.server);
}
