/** The services whose server the environment may name, and the names of those servers. */
const services = ["confluence", "figma", "jira", "slack"] as const;

/**
 * The entries of the servers that the environment names: `JIRA_MCP_URL` with `JIRA_API_KEY`, and the same for the others. Both stand in
 * them as variables: a key is read when its server starts, is known as a secret from then on, and is in no entry. An empty variable counts
 * as not set.
 */
export function environmentServers(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, object>> {
  const isSet = (name: string): boolean => env[name] !== undefined && env[name].trim() !== "";
  const entries = services.flatMap((service) => {
    const [url, key] = [`${service.toUpperCase()}_MCP_URL`, `${service.toUpperCase()}_API_KEY`];
    if (!isSet(url)) return [];
    const auth = { type: "bearer", token: `\${env:${key}}` };
    return [[service, { url: `\${env:${url}}`, ...(isSet(key) && { auth }) }] as const];
  });
  return Object.fromEntries(entries);
}

/** Where those entries are written: a file that has an entry of the same name comes before them. */
export const environmentLocation = { scope: "user", source: "environment variables" } as const;
