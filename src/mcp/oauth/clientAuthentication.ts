import { selectClientAuthMethod } from "@modelcontextprotocol/client";
import type { Client } from "./client";

/** Adds to a request what tells the authorization server which client asks (RFC 6749, section 2.3). */
export function authenticate(
  information: Client["information"],
  supported: string[],
  headers: Headers,
  body: URLSearchParams,
): void {
  const { client_id: id, client_secret: secret } = information;
  if (selectClientAuthMethod(information, supported) === "client_secret_basic" && secret !== undefined)
    headers.set("authorization", `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`);
  else {
    body.set("client_id", id);
    if (secret !== undefined) body.set("client_secret", secret);
  }
}
