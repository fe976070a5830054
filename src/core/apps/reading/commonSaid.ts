import { message } from "../../../protocol/message";
import { httpAliases } from "../../config/reading/checkEntry";
import { safeLine } from "../../kernel/redact";
import { devSaid } from "./devSaid";
import { oauthSaid } from "./oauthSaid";
import type { Said } from "./said";
import type { TakenKeys } from "./takenKeys";

/** Keys of an app's entry that mean a time, and how many of its units a second has. */
export interface TimeKeys {
  readonly keys: readonly string[];
  readonly perSecond: 1 | 1000;
}

/** Where an app differs from the shape that nearly all of them share. */
export interface CommonRules {
  /** Keys for the address; the first that is there counts. */
  readonly urls?: readonly string[];
  /** Of these keys, those that mean HTTP+SSE. */
  readonly sseUrls?: readonly string[];
  /** What an address without a type means. */
  readonly untyped?: "http" | "sse";
  readonly callTime?: TimeKeys;
  readonly connectTime?: TimeKeys;
  readonly allowedTools?: readonly string[];
  readonly disabledTools?: readonly string[];
  /** Keys that let tools run without a question. */
  readonly grants?: readonly string[];
  /** Keys that describe the entry and change nothing. */
  readonly silent?: readonly string[];
  /** It has `dev`. */
  readonly dev?: true;
  /** The key of the sign-in settings. */
  readonly oauth?: string;
}

/** What an entry of the common shape says: `command` and `args`, or `url` and `headers`. */
export function commonSaid(keys: TakenKeys, rules: CommonRules): Said {
  const { urls = ["url"], sseUrls = [], untyped = "http", callTime, connectTime } = rules;
  const typed = keys.take("type", "transportType", "transport");
  const type = typeof typed === "string" ? typed : undefined;
  const isStdio = keys.has("command");
  const urlKey = urls.find((key) => keys.has(key));
  const url = keys.take(...urls);
  const isSse = type === undefined ? untyped === "sse" || sseUrls.includes(urlKey ?? "") : type === "sse";
  if (type !== undefined && !isKnownType(type))
    keys.note(
      "warning",
      message("apps.unknownType", '"{type}" is not a type that the hub knows.', { type: safeLine(type, 40) }),
      "type",
    );

  for (const key of rules.grants ?? []) keys.leave(key, "warning", () => grantText(key));
  keys.take("name", "description", ...(rules.silent ?? []));
  const enabled = keys.take("enabled");
  const isOff = keys.take("disabled") === true || enabled === false;
  const call = callTime && keys.takeSeconds(callTime.perSecond, 3600, ...callTime.keys);
  const connect = connectTime && keys.takeSeconds(connectTime.perSecond, 600, ...connectTime.keys);
  const auth = rules.oauth === undefined ? undefined : oauthSaid(keys.take(rules.oauth));
  const dev = rules.dev && devSaid(keys, isStdio);
  const common = {
    isOff,
    ...(dev !== undefined && { dev }),
    ...(call !== undefined && { callTimeoutSeconds: call }),
    ...(connect !== undefined && { connectTimeoutSeconds: connect }),
    disabledTools: keys.take(...(rules.disabledTools ?? [])),
    allowedTools: keys.take(...(rules.allowedTools ?? [])),
  };
  if (isStdio || url === undefined)
    return {
      ...common,
      command: keys.take("command"),
      args: keys.take("args"),
      cwd: keys.take("cwd"),
      env: keys.take("env"),
      envFile: keys.take("envFile"),
      ...(url !== undefined && { url }),
    };
  return { ...common, url, isSse, headers: keys.take("headers"), ...(auth && { auth }) };
}

const isKnownType = (type: string): boolean =>
  httpAliases.has(type) || ["stdio", "local", "http", "sse", "ws", "remote"].includes(type);

const grantText = (key: string): string =>
  message("apps.grant", '"{key}" lets tools run without a question; that is not taken over. The hub asks you itself.', {
    key,
  });
