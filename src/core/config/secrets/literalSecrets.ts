import { secretSpan } from "../../kernel/redact";
import { isSecretPart } from "../schema/authConfig";
import type { ServerConfig } from "../schema/serverConfig";
import { isLiteral } from "../schema/variables";

/** The position of a secret that is written literally into an entry. It does not hold the value. */
export interface LiteralSecret {
  /** Relative to the entry. */
  readonly path: readonly (string | number)[];
  /** The name under which it is written, such as the header's name. */
  readonly label: string;
  /** The part of the text that is the secret. What is before and after it stays. */
  readonly from: number;
  readonly to: number;
}

/** The literal secrets in an entry's headers, environment, arguments, address and sign-in, recognized by their name or by their shape. */
export function literalSecrets(config: ServerConfig): readonly LiteralSecret[] {
  const found: LiteralSecret[] = [];
  const look = (path: LiteralSecret["path"], label: string, text: unknown, isNamed: boolean) => {
    if (typeof text !== "string" || !isLiteral(text)) return;
    const span = isNamed ? namedSpan(text) : secretSpan(text);
    if (span) found.push({ path, label, ...span });
  };
  if ("command" in config) {
    for (const [name, text] of Object.entries(config.env ?? {})) look(["env", name], name, text, namesSecret(name));
    for (const [index, text] of (config.args ?? []).entries()) {
      const [option, value] = optionOf(text, config.args?.[index - 1]);
      const named = option !== undefined && namesSecret(option);
      const span = named ? namedSpan(value) : secretSpan(text);
      const before = named ? text.length - value.length : 0;
      if (!span || !isLiteral(text)) continue;
      found.push({ path: ["args", index], label: option ?? "token", from: before + span.from, to: before + span.to });
    }
    return found;
  }
  for (const [name, text] of Object.entries(config.headers ?? {}))
    look(["headers", name], name, text, namesSecret(name));
  for (const [name, from, to] of queryValues(config.url))
    if (namesSecret(name) && isLiteral(config.url)) found.push({ path: ["url"], label: name, from, to });
  for (const part of ["auth", "tls"] as const)
    for (const [key, text] of Object.entries(config[part] ?? {}))
      if (isSecretPart(key)) look([part, key], key, text, true);
  const { auth } = config;
  for (const [name, text] of Object.entries((auth && "parameters" in auth && auth.parameters) || {}))
    look(["auth", "parameters", name], name, text, namesSecret(name));
  return found;
}

const secretWord =
  /^(authorization|tokens?|keys?|apikeys?|secrets?|pass(word|wd|phrase|code)?|pwd|cookies?|credentials?|pat)$/;
const secretEnd = /(token|secret|password|passwd|apikey|accesskey|secretkey)$/;

/** Whether a name is typical for a secret. `TOKEN_FILE` and `KEY_ID` only say where it is or which; a public key is not secret. */
function namesSecret(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
  const last = words.at(-1) ?? "";
  return !words.includes("public") && (secretWord.test(last) || secretEnd.test(last));
}

/** A text without the scheme of an `Authorization` header; `undefined` if it is a switch, a path or an address. */
function namedSpan(text: string): { readonly from: number; readonly to: number } | undefined {
  const from = /^(?:bearer|basic|token|apikey)\s+/i.exec(text)?.[0].length ?? 0;
  const value = text.slice(from).trim();
  const isTrivial = value.length < 4 || /^(?:true|false|none|null|undefined|\d{1,3})$/i.test(value);
  const isPathOrUrl = /^(?:https?:\/\/|[A-Za-z]:[\\/]|(?:~|\.{1,2})[\\/]|\/[\w./-]+\.\w{1,8}$)/.test(value);
  return isTrivial || isPathOrUrl ? undefined : { from, to: text.length };
}

/** The option that an argument belongs to, and the option's value: for `--token=abc`, and for `abc` after `--token`. */
function optionOf(text: string, before: string | undefined): [option: string | undefined, value: string] {
  const [, option, value = ""] = /^--?([\w-]+)=(.+)$/s.exec(text) ?? [];
  if (option !== undefined) return [option, value];
  return [text.startsWith("-") ? undefined : /^--?([\w-]+)$/.exec(before ?? "")?.[1], text];
}

/** The values in the query of an address, as written, with their names. */
function* queryValues(url: string): Generator<[name: string, from: number, to: number]> {
  for (const match of url.matchAll(/[?&]([^=&#]+)=([^&#]{4,})/g)) {
    const [whole, name = "", value = ""] = match;
    const to = match.index + whole.length;
    yield [name, to - value.length, to];
  }
}

const harmless: ReadonlySet<string> = new Set(
  "account directory email environment file folder host hostname id name org organization path port project region team url user username version workspace".split(
    " ",
  ),
);

/** Whether an input with this name is hidden while it is typed: always, unless the name is clearly harmless. */
export function isSecretName(name: string): boolean {
  if (/secret|pass|token|key|credential/i.test(name)) return true;
  const last =
    name
      .replace(/([a-z])([A-Z])/g, "$1-$2")
      .split(/[._-]+/)
      .at(-1) ?? "";
  return !harmless.has(last.toLowerCase());
}
