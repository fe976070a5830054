import type { ListedClient } from "../../core/access/clientTokens";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { agoText, timeText } from "./timeText";

/** How many names of servers or tools are listed one by one. */
const namesShown = 3;

export const isExpired = ({ expiresAt }: ListedClient, now: number): boolean =>
  expiresAt !== undefined && expiresAt <= now;

/** The last use in a few words. */
export const useText = (lastUsedAt: number | undefined, now: number): string =>
  lastUsedAt === undefined
    ? message("clients.unused", "not used yet")
    : message("clients.used", "used {time}", { time: agoText(now - lastUsedAt) });

/** Last use, scope and expiry of a client, each in a few words. */
export const clientFacts = (client: ListedClient, now: number): readonly string[] =>
  [
    isExpired(client, now) ? message("clients.expired", "expired") : undefined,
    useText(client.lastUsedAt, now),
    ...scopeFacts(client),
    client.expiresAt === undefined || isExpired(client, now)
      ? undefined
      : message("clients.until", "expires {time}", { time: timeText(client.expiresAt) }),
  ].filter((text) => text !== undefined);

/** The same in sentences, with the whole scope. */
export function clientDetails(client: ListedClient, now: number): readonly string[] {
  const { createdAt, expiresAt, lastUsedAt } = client;
  return [
    message("clients.mayUse", "It may use: {scope}.", { scope: scopeFacts(client, 50).join(", ") }),
    lastUsedAt === undefined
      ? message("clients.neverUsed", "It has not been used yet.")
      : message("clients.lastUsed", "Last used {time}.", { time: timeText(lastUsedAt) }),
    message("clients.added", "Added {time}.", { time: timeText(createdAt) }),
    expiresAt === undefined
      ? message("clients.forever", "Its token does not expire.")
      : isExpired(client, now)
        ? message("clients.hasExpired", "Its token expired {time}. Revoke it, and add the client again.", {
            time: timeText(expiresAt),
          })
        : message("clients.expires", "Its token expires {time}.", { time: timeText(expiresAt) }),
  ];
}

/** What a client may use, in a few words each; everything counts that all of them allow. */
function scopeFacts({ scopes, profile }: ListedClient, shown = namesShown): readonly string[] {
  const facts = scopes.flatMap(({ servers, tools, without, readOnly }) => [
    servers && names(servers, shown),
    tools && names(tools, shown),
    without && message("clients.without", "without {names}", { names: names(without, shown) }),
    readOnly ? message("clients.readOnly", "read-only") : undefined,
  ]);
  const limited = [
    profile === undefined ? undefined : message("clients.profile", "profile {name}", { name: profile }),
    ...facts,
  ].filter((text) => text !== undefined);
  const isWide = profile === undefined && scopes.every(({ servers, tools }) => !servers && !tools);
  return isWide ? [message("clients.everything", "all servers"), ...limited] : limited;
}

function names(all: readonly string[], shown: number): string {
  if (all.length === 0) return message("clients.nothing", "nothing");
  const some = all
    .slice(0, shown)
    .map((name) => safeLine(name, 60))
    .join(", ");
  return all.length <= shown
    ? some
    : message("clients.andMore", "{names} and {count} more", { names: some, count: all.length - shown });
}
