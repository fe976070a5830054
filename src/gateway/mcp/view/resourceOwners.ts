import { safeLine } from "../../../core/kernel/redact";
import { matchesName } from "../../../core/kernel/untrusted/matchesName";
import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import { RpcError, rpcCodes } from "../rpc";
import type { Offered } from "./offered";

/** Which servers resources belong to, where several servers share one address. URIs are never rewritten. */
export class ResourceOwners {
  private readonly listed: ReadonlyMap<string, readonly ServerId[]>;

  constructor(private readonly offered: Offered) {
    const listed = new Map<string, ServerId[]>();
    for (const server of offered.servers)
      for (const { uri } of offered.catalog(server).resources) {
        const known = listed.get(uri);
        if (!known) listed.set(uri, [server]);
        else if (!known.includes(server)) known.push(server);
      }
    this.listed = listed;
  }

  /** The servers that a resource may come from: those that list it, or else those with a template that fits. */
  of(uri: string): readonly ServerId[] {
    return this.listed.get(uri) ?? this.withTemplate((uriTemplate) => fits(uriTemplate, uri));
  }

  /** The same for a template itself. */
  ofTemplate(uriTemplate: string): readonly ServerId[] {
    const exact = this.withTemplate((one) => one === uriTemplate);
    return exact.length > 0 ? exact : this.of(uriTemplate);
  }

  private withTemplate(isIt: (uriTemplate: string) => boolean): readonly ServerId[] {
    const { servers } = this.offered;
    return servers.filter((server) =>
      this.offered.catalog(server).resourceTemplates.some(({ uriTemplate }) => isIt(uriTemplate)),
    );
  }
}

/**
 * The one server of a resource. Throws an `RpcError` where there is none, and where there are several, with their names: another server's
 * content must not pass for what was asked for.
 */
export function onlyOwner(uri: string, servers: readonly ServerId[]): ServerId {
  const [first, ...others] = servers;
  if (first !== undefined && others.length === 0) return first;
  const shown = { uri: safeLine(uri, 200), servers: servers.join(", ") };
  if (first === undefined)
    throw new RpcError(
      rpcCodes.resourceNotFound,
      message("gateway.noResource", 'No server here offers the resource "{uri}". List the resources first.', shown),
      { uri },
    );
  throw new RpcError(
    rpcCodes.invalidParams,
    message(
      "gateway.sharedResource",
      'Several servers offer "{uri}": {servers}. Read it at the address of one of them, /mcp/NAME.',
      shown,
    ),
    { uri, servers },
  );
}

/** Whether an address may come from a template (RFC 6570): its plain parts stand in it, in their order. */
const fits = (uriTemplate: string, uri: string): boolean => matchesName(uriTemplate.replace(/\{[^{}]*\}/g, "*"), uri);
