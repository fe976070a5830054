import { message } from "../../../protocol/message";

/** What an import would bring: how many servers, and which apps have them. */
export interface FoundServers {
  readonly count: number;
  /** The names of the apps, in the order in which they are offered. */
  readonly apps: readonly string[];
}

/** The most apps that are named in a sentence. */
const namedApps = 3;

/** Such as "Found 6 servers in Claude Code and Cursor." */
export const foundText = ({ count, apps }: FoundServers): string =>
  count === 1
    ? message("found.one", "Found 1 server in {apps}.", { apps: appList(apps) })
    : message("found.many", "Found {count} servers in {apps}.", { count, apps: appList(apps) });

function appList(apps: readonly string[]): string {
  const [first = "", second = "", third = ""] = apps;
  if (apps.length < 2) return first;
  if (apps.length === 2) return message("found.two", "{first} and {second}", { first, second });
  if (apps.length === namedApps)
    return message("found.three", "{first}, {second}, and {third}", { first, second, third });
  const more = apps.length - namedApps + 1;
  return message("found.more", "{first}, {second}, and {more} other apps", { first, second, more });
}
