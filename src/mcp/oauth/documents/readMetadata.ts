import type { AuthorizationServerMetadata } from "@modelcontextprotocol/client";
import { isObject } from "../../../protocol/isObject";

export type Json = Readonly<Record<string, unknown>>;

/** A document that was read, the required member that it lacks, or another reason why it cannot be used (the end of a sentence). */
export type Read<T> = { readonly document: T } | { readonly lacks: string } | { readonly problem: string };

/** What a server says about signing in to it (RFC 9728), as far as the hub uses it. */
export interface ResourceMetadata {
  /** Missing where the document does not name it. */
  readonly resource?: string | undefined;
  readonly authorization_servers: readonly string[];
  readonly scopes_supported?: readonly string[] | undefined;
}

/** Reads the metadata of a server. */
export function readResourceMetadata(json: Json): Read<ResourceMetadata> {
  const resource = textIn(json, "resource");
  const servers = textsIn(json, "authorization_servers") ?? [];
  if (resource === undefined && servers.length === 0) return { lacks: "resource" };
  return {
    document: { resource, authorization_servers: servers, scopes_supported: textsIn(json, "scopes_supported") },
  };
}

/**
 * Reads the metadata of an authorization server (RFC 8414; OpenID Connect Discovery): only the members that the hub uses, so that no other
 * one can stop a sign-in. `inBrowser`: the person signs in there, so that its page must be named.
 */
export function readServerMetadata(
  json: Json,
  { inBrowser }: { readonly inBrowser: boolean },
): Read<AuthorizationServerMetadata> {
  const [issuer, token, page] = ["issuer", "token_endpoint", "authorization_endpoint"].map((name) =>
    textIn(json, name),
  );
  if (issuer === undefined) return { lacks: "issuer" };
  if (token === undefined) return { lacks: "token_endpoint" };
  if (page === undefined && inBrowser) return { lacks: "authorization_endpoint" };
  const texts = ["registration_endpoint", "revocation_endpoint", "device_authorization_endpoint"].map((name) => [
    name,
    textIn(json, name),
  ]);
  const lists = [
    "scopes_supported",
    "token_endpoint_auth_methods_supported",
    "code_challenge_methods_supported",
    "prompt_values_supported",
  ].map((name) => [name, textsIn(json, name)]);
  const flags = ["client_id_metadata_document_supported", "authorization_response_iss_parameter_supported"].map(
    (name) => [name, json[name] === true ? true : undefined],
  );
  return {
    document: {
      ...Object.fromEntries([...texts, ...lists, ...flags].filter(([, value]) => value !== undefined)),
      issuer,
      token_endpoint: token,
      authorization_endpoint: page ?? token, // without the browser, nothing goes there
      response_types_supported: [...(textsIn(json, "response_types_supported") ?? ["code"])], // the hub asks for nothing else
    },
  };
}

/** A JSON document as an object without its null members, which mean nothing; `undefined` for anything else. */
export function objectIn(body: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null))
      : undefined;
  } catch {
    return undefined; // the caller says what it got instead
  }
}

/** A text that is not empty; a member of another kind counts as missing. */
export function textIn(json: Json, name: string): string | undefined {
  const value = json[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The texts of a list, without what else is in it. Some services write one text instead, with spaces between the values. */
export function textsIn(json: Json, name: string): readonly string[] | undefined {
  const value = json[name];
  const listed: unknown = typeof value === "string" ? value.split(/\s+/) : value;
  if (!Array.isArray(listed)) return undefined;
  return listed.filter((one): one is string => typeof one === "string" && one !== "");
}
