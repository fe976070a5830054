// The client under test of the official conformance suite: the hub itself, as a module. The suite gives the server's address as the last
// argument, and the scenario in the environment. Exit code 0: all that the scenario asks for was done.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonSchema } from "../../src/core/catalog/catalog";
import { createHub } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";

// What one scenario has learned of an address means nothing for the next one that gets the same port.
process.env.XDG_STATE_HOME = mkdtempSync(join(tmpdir(), "hub-conformance-"));
process.once("exit", () => rmSync(process.env.XDG_STATE_HOME ?? "", { recursive: true, force: true }));

const scenario = process.env.MCP_CONFORMANCE_SCENARIO ?? "";
const context: Context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? "{}");
const server = "suite";

/** What some scenarios say beside the address. */
interface Context {
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly private_key_pem?: string;
  readonly signing_algorithm?: string;
  readonly idp_client_id?: string;
  readonly idp_id_token?: string;
  readonly idp_token_endpoint?: string;
  readonly valid_jwt?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[];
}

async function main(url: string): Promise<void> {
  const hub = createHub({
    servers: { [server]: { url, auth: auth() } },
    options: { connectAttempts: 1, retries: 0 },
    answers: { roots: [], onForm: async () => ({ action: "accept", content: {} }) },
    // The suite's pages ask nobody: a client that fetches one is sent back, to the hub's own port.
    openBrowser: async (page) => void (await (await fetch(page)).text()),
  });
  try {
    await hub.ready();
    const state = hub.status().servers.find(({ id }) => id === server)?.state;
    if (state?.kind !== "ready") throw new Error(state && "error" in state ? state.error.message : state?.kind);
    await act(hub);
  } finally {
    await hub.close();
  }
}

/** What a person would write into the entry: the credentials that the scenario hands out. */
function auth(): Readonly<Record<string, unknown>> {
  const { client_id: clientId, client_secret: clientSecret, private_key_pem: privateKey } = context;
  switch (scenario) {
    case "auth/client-credentials-jwt":
      return { type: "client-credentials", clientId, privateKey, algorithm: context.signing_algorithm };
    case "auth/client-credentials-basic":
      return { type: "client-credentials", clientId, clientSecret };
    case "auth/enterprise-managed-authorization":
      return {
        type: "enterprise",
        clientId,
        clientSecret,
        idpClientId: context.idp_client_id,
        idpTokenEndpoint: context.idp_token_endpoint,
        idToken: context.idp_id_token,
      };
    case "auth/wif-jwt-bearer":
      return { type: "workload", clientId, assertion: context.valid_jwt };
    case "auth/dpop":
    case "auth/dpop-nonce":
      return { type: "oauth", dpop: true };
    case "auth/pre-registration":
      return { type: "oauth", clientId, clientSecret };
    default:
      return { type: "oauth", clientMetadataUrl: "https://conformance-test.local/client-metadata.json" };
  }
}

/** What the scenario watches; for most that is a call of each tool. */
async function act(hub: HeadlessHub): Promise<void> {
  switch (scenario) {
    case "json-schema-ref-no-deref":
      return; // whether listing alone fetches what a schema refers to
    case "json-schema-2020-12-preservation": {
      const focal = hub.listTools().find(({ tool }) => tool !== "json_schema_echo");
      await hub.callTool(server, "json_schema_echo", { schema: focal?.inputSchema });
      return;
    }
    case "http-standard-headers":
      await callAll(hub);
      for (const { uri } of hub.catalog(server).resources) await hub.readResource(server, uri);
      for (const { name } of hub.catalog(server).prompts) await hub.getPrompt(server, name);
      return;
    case "sep-2640-client-no-prefetch":
      await hub.skills(server);
      return;
    case "sep-2640-client-verify-digest":
    case "sep-2640-client-verify-size":
    case "sep-2640-client-verify-frontmatter":
      // The skill is tampered with: its files beside must stay unread.
      for (const skill of await hub.skills(server))
        for (const uri of new Set([skill.uri, ...skill.resources.map((file) => file.uri)]))
          await hub.skillFile(server, skill, uri);
      return;
    default:
      await callAll(hub);
  }
}

async function callAll(hub: HeadlessHub): Promise<void> {
  const calls =
    context.toolCalls ??
    hub.listTools().map(({ tool, inputSchema }) => ({ name: tool, arguments: argumentsFor(inputSchema) }));
  for (const { name, arguments: args } of calls) await hub.callTool(server, name, args);
}

/** A value for each argument that must be there. */
function argumentsFor({ properties, required }: JsonSchema): Readonly<Record<string, unknown>> {
  const values: Readonly<Record<string, unknown>> = {
    string: "text",
    number: 2.5,
    integer: 2,
    boolean: true,
    array: [],
  };
  const typeOf = (name: string) =>
    Object.entries(properties ?? {}).flatMap(([key, schema]) => (key === name ? [String(schema?.type)] : []))[0];
  const names = Array.isArray(required) ? required.map(String) : [];
  return Object.fromEntries(names.map((name) => [name, values[typeOf(name) ?? ""] ?? {}]));
}

main(process.argv.at(-1) ?? "").catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
