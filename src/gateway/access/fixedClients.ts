import type { ClientRecord } from "./clientRecord";
import type { LimitedClient } from "./clientRegistry";
import { tokenDigest } from "./token";
import type { KnownClients } from "./tokenAccess";

/** Clients whose tokens are given from outside and hold as long as the process: those of `serve`, and the editor's own agent. */
export function fixedClients(
  clients: readonly (LimitedClient & { readonly id: string; readonly token: string })[],
  /** Hears of each use, with the time. */
  used: (now: number) => void = () => {},
): KnownClients {
  const byDigest = new Map(
    clients.map(({ token, ...client }): [string, ClientRecord] => {
      const digest = tokenDigest(token);
      return [digest, { ...client, digest, scopes: client.scopes ?? [], createdAt: 0 }];
    }),
  );
  return { find: (digest) => byDigest.get(digest), noteUse: (_, now) => used(now) };
}

/** Looks in several places, in their order. */
export const anyClients = (...all: readonly KnownClients[]): KnownClients => ({
  find(digest) {
    for (const one of all) {
      const client = one.find(digest);
      if (client) return client;
    }
    return undefined;
  },
  noteUse: (client, now) => all.find((one) => one.find(client.digest) === client)?.noteUse(client, now),
});
