import { type FetchLike, OAuthError } from "@modelcontextprotocol/client";
import { message } from "../../../protocol/message";
import { loginPageHost } from "../../http/loginPage";
import { serverWords } from "../../http/serverWords";
import { serviceFailed } from "../signInError";
import { type Json, objectIn, textIn, textsIn } from "./readMetadata";

/** What the settings add to the requests to a token endpoint, by name. */
export type Parameters = Readonly<Record<string, string>> | undefined;

/**
 * `fetch` for a token endpoint whose answers are as the specification has them (RFC 6749, section 5): null and misused members are left out,
 * and any refusal, whatever its body, is an OAuth error. Rejects with a `HubError` of code `transport` where the service fails for now.
 */
export const tokenFetch =
  (server: string, fetch: FetchLike, parameters?: Parameters): FetchLike =>
  async (address, init) => {
    const { body } = init ?? {};
    if (body instanceof URLSearchParams)
      for (const [name, value] of Object.entries(parameters ?? {})) body.set(name, value);
    const response = await fetch(address, init);
    if (isFollowed(address, response)) return response;
    const text = await bodyOf(server, response);
    const json = objectIn(text) ?? formIn(text);
    if (response.ok && json && textIn(json, "access_token") !== undefined) return answer(response, tokensIn(json));
    const code = json && textIn(json, "error");
    if (code === undefined) throw new OAuthError(`HTTP ${response.status}`, why(address, response, text));
    const words = textIn(json ?? {}, "error_description");
    return answer(response, { error: code, ...(words !== undefined && { error_description: words }) });
  };

/** `fetch` for a registration endpoint: an answer has the members that the hub uses, and those that the hub sent where it omits them (RFC 7591). */
export const registrationFetch =
  (server: string, fetch: FetchLike, redirectUri: string | undefined): FetchLike =>
  async (address, init) => {
    const response = await fetch(address, init);
    if (isFollowed(address, response)) return response;
    const text = await bodyOf(server, response);
    const { status } = response;
    if (status >= 400) return new Response(text, { status });
    const json = objectIn(text) ?? {};
    const id = json.client_id;
    const clientId = typeof id === "number" ? String(id) : textIn(json, "client_id");
    if (clientId === undefined)
      throw new OAuthError(textIn(json, "error") ?? `HTTP ${status}`, why(address, response, text));
    const ends = Number(json.client_secret_expires_at);
    const [secret, method] = [textIn(json, "client_secret"), textIn(json, "token_endpoint_auth_method")];
    return answer(response, {
      client_id: clientId,
      redirect_uris: redirectUri === undefined ? [] : [redirectUri],
      ...(secret !== undefined && { client_secret: secret }),
      ...(ends > 0 && { client_secret_expires_at: ends }),
      ...(method !== undefined && { token_endpoint_auth_method: method }),
    });
  };

/** The SDK follows a redirect within the origin itself. */
function isFollowed(address: string | URL, { status, headers }: Response): boolean {
  const location = status >= 300 && status < 400 ? headers.get("location") : null;
  const from = new URL(address);
  return location !== null && URL.canParse(location, from.href) && new URL(location, from).origin === from.origin;
}

/** The body of an answer. Rejects where the service fails for now: that says nothing about what it was asked. */
async function bodyOf(server: string, response: Response): Promise<string> {
  const text = await response.text();
  const { status } = response;
  if (status < 500 && status !== 429) return text;
  const words = serverWords(text);
  throw serviceFailed(server, words === "" ? `HTTP ${status}` : `${words} (HTTP ${status})`);
}

function why(address: string | URL, { ok, status, headers }: Response, text: string): string {
  const host = loginPageHost(new URL(address), status, headers.get("location"));
  if (host !== undefined) return message("signIn.answerRedirects", "it leads to the login page of {host}", { host });
  const words = serverWords(text);
  if (words !== "" && !(ok && objectIn(text))) return words;
  if (/^\s*</.test(text)) return message("signIn.answerIsPage", "it answered with a web page");
  return ok
    ? message("signIn.answerUnreadable", "its answer cannot be read")
    : message("signIn.answerEmpty", "it does not say why");
}

/** Tokens in the form that some services answer with although JSON was asked for. */
function formIn(text: string): Json | undefined {
  const form = /^[\w.~%+*-]+=[^\s<{]*$/.test(text.trim()) ? Object.fromEntries(new URLSearchParams(text.trim())) : {};
  return "access_token" in form || "error" in form ? form : undefined;
}

function tokensIn(json: Json): Json {
  const checked = new Set(["expires_in", "scope", "refresh_token", "id_token"]);
  const rest = Object.fromEntries(Object.entries(json).filter(([name]) => !checked.has(name)));
  const scope = Array.isArray(json.scope) ? textsIn(json, "scope")?.join(" ") : textIn(json, "scope");
  const lasts = Number(json.expires_in);
  const [refresh, identity] = [textIn(json, "refresh_token"), textIn(json, "id_token")];
  return {
    ...rest,
    token_type: textIn(json, "token_type") ?? "Bearer", // what most services that leave it out mean
    ...(Number.isFinite(lasts) && lasts > 0 && { expires_in: lasts }),
    ...(scope !== undefined && { scope }),
    ...(refresh !== undefined && { refresh_token: refresh }),
    ...(identity !== undefined && { id_token: identity }),
  };
}

/** The same answer with another body. */
function answer(response: Response, body: Json): Response {
  const headers = new Headers(response.headers);
  for (const name of ["content-length", "content-encoding"]) headers.delete(name);
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(body), { status: response.status, headers });
}
