import type { CommonRules } from "../reading/commonSaid";
import type { Said } from "../reading/said";
import type { Plain } from "../shape";
import { oauthExpressed } from "./oauthExpressed";
import type { Wording } from "./wording";

/** What an app of the common shape writes, beside what it reads. */
export interface CommonWords {
  readonly stdioType?: string;
  /** Missing: a type is not written. */
  readonly httpType?: string;
  /** The key of an address; `null`: the app starts programs only. */
  readonly url?: string | null;
  /** The key of an address that speaks HTTP+SSE, where it has one of its own. */
  readonly sseUrl?: string;
  /** The type of such an address; `null`: it is written without one. */
  readonly sseType?: string | null;
  /** Of the keys that not every app has, those that this one documents. */
  readonly has?: readonly ("cwd" | "envFile" | "disabled" | "enabled")[];
  readonly signIn?: Parameters<typeof oauthExpressed>[1];
}

/** An entry in the common shape: the inverse of `commonSaid`. */
export function commonExpressed(said: Said, wording: Wording, rules: CommonRules & CommonWords): Plain {
  const { has = [], stdioType, httpType, sseType = "sse", url = "url", sseUrl } = rules;
  const common = {
    ...off(said, wording, has),
    ...(rules.dev && given({ dev: said.dev }, wording)),
    ...time(said, "callTimeoutSeconds", rules.callTime, wording),
    ...time(said, "connectTimeoutSeconds", rules.connectTime, wording),
    ...list(said, "disabledTools", rules.disabledTools, wording),
    ...list(said, "allowedTools", rules.allowedTools, wording),
  };
  if (said.url === undefined) {
    for (const key of ["cwd", "envFile"] as const)
      if (said[key] !== undefined && !has.includes(key)) wording.leave(key);
    return {
      ...(stdioType && { type: stdioType }),
      ...given({ command: said.command, args: said.args }, wording),
      ...(has.includes("cwd") && given({ cwd: said.cwd }, wording)),
      ...given({ env: said.env }, wording),
      ...(has.includes("envFile") && given({ envFile: said.envFile }, wording)),
      ...common,
    };
  }
  if (url === null) {
    wording.leave("url");
    return {};
  }
  const type = said.isSse ? (sseUrl === undefined ? sseType : null) : (httpType ?? null);
  const auth = rules.oauth && rules.signIn ? oauthExpressed(said.auth, rules.signIn) : undefined;
  if (said.auth !== undefined && auth === undefined) wording.leave("auth");
  return {
    ...(type !== null && { type }),
    [(said.isSse ? sseUrl : undefined) ?? url]: wording.to(said.url),
    ...given({ headers: said.headers }, wording),
    ...(auth !== undefined && rules.oauth && { [rules.oauth]: wording.to(auth) }),
    ...common,
  };
}

/** The keys that have a value, in the app's words. */
export const given = (values: Plain, wording: Wording): Plain =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, wording.to(value)]),
  );

function off({ isOff }: Said, wording: Wording, has: readonly string[]): Plain {
  if (!isOff) return {};
  if (has.includes("disabled")) return { disabled: true };
  if (has.includes("enabled")) return { enabled: false };
  wording.leave("enabled");
  return {};
}

/** A time under the first of an app's keys for it. */
export function time(
  said: Said,
  key: "callTimeoutSeconds" | "connectTimeoutSeconds",
  words: CommonRules["callTime"],
  wording: Wording,
): Plain {
  const seconds = said[key];
  if (seconds === undefined) return {};
  const [name] = words?.keys ?? [];
  if (words && name !== undefined) return { [name]: seconds * words.perSecond };
  wording.leave(key);
  return {};
}

/** A list of tools under the first of an app's keys for it. */
export function list(
  said: Said,
  key: "disabledTools" | "allowedTools",
  names: readonly string[] | undefined,
  wording: Wording,
): Plain {
  const tools = said[key];
  if (!Array.isArray(tools) || (tools.length === 0 && key === "disabledTools")) return {};
  const [name] = names ?? [];
  if (name !== undefined) return { [name]: tools };
  wording.leave(key);
  return {};
}
