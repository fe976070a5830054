import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import { secretsOf } from "../schema/authConfig";
import type { HttpConfig } from "../schema/serverConfig";
import { addressKind, urlProblem } from "../schema/urlProblem";
import { isSecretName } from "../secrets/literalSecrets";
import type { HttpPlan } from "./launchPlan";
import type { VariableValues } from "./variableValues";

/** What a header may contain (RFC 9110, section 5.5): most importantly no line break, which would start another header. */
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
      throw values.badConfig(
        message(
          "config.headerValue",
          'the header "{name}" contains a line break or another character that headers must not contain. Correct its value.',
          { name },
        ),
      );
    headers[name] = value;
  }
  const kind = addressKind(url) ?? "http";
  if (kind !== "http" && config.type !== undefined)
    throw values.badConfig(message("config.typeAddress", '"type" belongs to an http or https address. Leave it out.'));
  if (kind === "socket" && Object.keys(headers).length > 0)
    throw values.badConfig(
      message("config.headersAddress", '"headers" belong to an HTTP or WebSocket address. Leave them out.'),
    );
  if (kind !== "http" && config.auth !== undefined)
    throw values.badConfig(message("config.authAddress", '"auth" belongs to an http or https address. Leave it out.'));
  if (kind === "socket" && config.tls !== undefined)
    throw values.badConfig(message("config.tlsAddress", '"tls" belongs to an https or wss address. Leave it out.'));
  const auth = config.auth && (await filled(config.auth, values));
  const tls = config.tls && (await filled(config.tls, values));
  return {
    kind: kind === "http" ? (config.type ?? "http") : kind,
    server,
    url,
    headers,
    ...chosenProtocol(config),
    ...(auth && { auth }),
    ...(tls && { tls }),
    ...values.secrets(...credentials(headers), ...secretsOf(auth), ...secretsOf(tls)),
  };
}

/** The protocol that the entry chooses. */
export const chosenProtocol = ({ protocol }: Pick<HttpConfig, "protocol">): Pick<HttpPlan, "protocol"> =>
  protocol === undefined ? {} : { protocol };

/** The values of the headers that may be secret, both complete and without the scheme of a credential (RFC 9110, section 11.4). */
function credentials(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => isSecretName(name) && !/^(accept|content|user-agent)/i.test(name))
    .flatMap(([, value]) => [value, value.replace(/^\w+\s+/, "")]);
}

/** A copy of the value in which the variables of every text are filled in. */
async function filled<T extends object>(value: T, values: VariableValues): Promise<T> {
  const copy = structuredClone(value);
  for (const [key, inner] of Object.entries(copy)) {
    if (typeof inner === "string") Reflect.set(copy, key, await values.fill(inner));
    else if (typeof inner === "object" && inner !== null) Reflect.set(copy, key, await filled(inner, values));
  }
  return copy;
}
