import { message } from "../../protocol/message";
import { isLoopbackHost } from "../auth/urlChecks";
import { headerName } from "../config/schema/serverConfig";
import { safeLine } from "../kernel/redact";
import { webAddress } from "../kernel/untrusted/webAddress";
import type { AddressOffer } from "./offer";
import { Fields } from "./readField";
import { oddText } from "./readPackage";
import type { RemoteJson } from "./serverJson";

/** What can be done with an address: an offer, or the reason why there is none, as a sentence. */
export type ReadRemote = AddressOffer | { readonly kind: "unusable"; readonly why: string };

const types: ReadonlyMap<string, AddressOffer["type"]> = new Map([
  ["streamable-http", "http"],
  ["streamable", "http"],
  ["streamablehttp", "http"],
  ["http", "http"],
  ["sse", "sse"],
]);

/** What can be done with one address of a server. */
export function readRemote(json: RemoteJson, path: readonly (string | number)[]): ReadRemote {
  const label = safeLine(json.url, 200);
  const refused = (why: string): ReadRemote => ({ kind: "unusable", why });
  const type = types.get((json.type ?? "http").toLowerCase());
  if (type === undefined)
    return refused(
      message("registry.unknownTransport", '{address}: the hub does not know the transport "{transport}".', {
        address: label,
        transport: safeLine(json.type ?? "", 40),
      }),
    );
  const fields = new Fields();
  const url = fields.text("url", json.url, json.variables, true);
  // Whatever is filled in: the address must be one, and encrypted.
  const problem = addressProblem(url.map((piece) => (typeof piece === "string" ? piece : "x")).join(""));
  if (problem !== undefined)
    return refused(message("registry.badAddress", "{address} {problem}.", { address: label, problem }));
  const headers = Object.fromEntries(
    json.headers
      .filter(({ name }) => headerName.test(name))
      .map((header) => [header.name, fields.keyValue(header)] as const),
  );
  const odd = fields.odd();
  if (odd) return refused(oddText(label, odd));
  return { kind: "address", label, path, fields: fields.all(), notes: [], type, url, headers };
}

function addressProblem(text: string): string | undefined {
  const read = webAddress(text);
  if ("problem" in read) return read.problem;
  const { protocol, hostname } = new URL(read.href);
  return protocol === "https:" || isLoopbackHost(hostname)
    ? undefined
    : message("auth.endpointPlain", "is not encrypted (http instead of https)");
}
