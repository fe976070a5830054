import type { ServerId } from "../../../protocol/hubEvent";
import { secretsOf } from "../schema/authConfig";
import type { HttpConfig } from "../schema/serverConfig";
import { addressKind, urlProblem } from "../schema/urlProblem";
import { isSecretName } from "../secrets/literalSecrets";
import type { HttpPlan } from "./launchPlan";
import type { VariableValues } from "./variableValues";

/** What a header may hold (RFC 9110, section 5.5): above all no line break, which would begin another header. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The plan for a server reached over HTTP. Rejects with `bad-config`, `needs-input` or `untrusted`. */
export async function httpPlan(server: ServerId, config: HttpConfig, values: VariableValues): Promise<HttpPlan> {
  const url = (await values.fill(config.url)).trim();
  const problem = urlProblem(url);
  if (problem !== undefined) throw values.badConfig(problem);

  const headers: Record<string, string> = {};
  for (const [name, template] of Object.entries(config.headers ?? {})) {
    const value = (await values.fill(template)).trim();
    if (!headerValue.test(value))
      throw values.badConfig(`the header "${name}" holds a line break or another character that no header may hold.`);
    headers[name] = value;
  }
  const kind = addressKind(url) ?? "http";
  if (kind !== "http" && config.type !== undefined)
    throw values.badConfig('"type" belongs to an http or https address. Leave it out.');
  if (kind === "socket" && Object.keys(headers).length > 0)
    throw values.badConfig('"headers" belong to an HTTP or WebSocket address. Leave them out.');
  if (kind !== "http" && config.auth !== undefined)
    throw values.badConfig('"auth" belongs to an http or https address. Leave it out.');
  if (kind === "socket" && config.tls !== undefined)
    throw values.badConfig('"tls" belongs to an https or wss address. Leave it out.');
  const auth = config.auth && (await filled(config.auth, values));
  const tls = config.tls && (await filled(config.tls, values));
  return {
    kind: kind === "http" ? (config.type ?? "http") : kind,
    server,
    url,
    headers,
    ...chosen(config),
    ...(auth && { auth }),
    ...(tls && { tls }),
    ...values.secrets(...credentials(headers), ...secretsOf(auth), ...secretsOf(tls)),
  };
}

/** The revision that the entry asks for. */
export const chosen = ({ protocol }: Pick<HttpConfig, "protocol">): Pick<HttpPlan, "protocol"> =>
  protocol === undefined ? {} : { protocol };

/** The headers' values, whole and without the scheme before a credential (RFC 9110, section 11.4), but for those that are no secret. */
function credentials(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => isSecretName(name) && !/^(accept|content|user-agent)/i.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\w+\s+/, "")]);
}

/** The same value with the variables of every text in it filled in. */
async function filled<T extends object>(value: T, values: VariableValues): Promise<T> {
  const copy = structuredClone(value);
  for (const [key, inner] of Object.entries(copy)) {
    if (typeof inner === "string") Reflect.set(copy, key, await values.fill(inner));
    else if (typeof inner === "object" && inner !== null) Reflect.set(copy, key, await filled(inner, values));
  }
  return copy;
}
