import assert from "node:assert/strict";
import { filledEntry } from "../../../src/core/registry/filledEntry";
import { presetOffers } from "../../../src/core/registry/presets/preset";
import { presets } from "../../../src/core/registry/presets/presets";

const offerOf = (id: string) => {
  const preset = presets().find((one) => one.id === id) ?? assert.fail(id);
  return presetOffers(preset)[0] ?? assert.fail(id);
};

/** The entry of a service on one line, with `<NAME>` for what a person typed. */
function line(id: string): string {
  const offer = offerOf(id);
  const { config } = filledEntry(offer, new Map(offer.fields.map(({ name }) => [name, `<${name}>`])));
  if ("command" in config) {
    const env = Object.entries(config.env ?? {}).map(([name, value]) => `${name}=${value}`);
    return [config.command, ...(config.args ?? []), ...env].join(" ");
  }
  const headers = Object.entries(config.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return [config.type, config.url, ...headers, ...(config.auth ? [JSON.stringify(config.auth)] : [])].join(" ");
}

describe("the entry of a service that needs something of the person", () => {
  const client = '{"type":"oauth","clientId":"<CLIENT_ID>","clientSecret":"${input:CLIENT_SECRET}"}';
  const bearer = (name: string) => `Authorization: Bearer \${input:${name}}`;
  const key = (name: string) => `${name}=\${input:${name}}`;
  const rows: [id: string, line: string][] = [
    ["slack", `http https://mcp.slack.com/mcp ${client}`],
    ["asana", `http https://mcp.asana.com/v2/mcp ${client}`],
    ["linear", `http https://mcp.linear.app/mcp ${bearer("LINEAR_API_KEY")}`],
    ["stripe", `http https://mcp.stripe.com ${bearer("STRIPE_API_KEY")}`],
    ["github", `http https://api.githubcopilot.com/mcp/ ${bearer("GITHUB_TOKEN")}`],
    ["context7", `http https://mcp.context7.com/mcp ${bearer("CONTEXT7_API_KEY")}`],
    ["hugging-face", `http https://huggingface.co/mcp?login ${bearer("HF_TOKEN")}`],
    ["tavily", `http https://mcp.tavily.com/mcp ${bearer("TAVILY_API_KEY")}`],
    ["brave-search", `npx -y @brave/brave-search-mcp-server@2.1.4 ${key("BRAVE_API_KEY")}`],
    ["perplexity", `npx -y @perplexity-ai/mcp-server@1.2.1 ${key("PERPLEXITY_API_KEY")}`],
    ["firecrawl", `npx -y firecrawl-mcp@3.26.0 ${key("FIRECRAWL_API_KEY")}`],
    ["dbhub", `npx -y @bytebase/dbhub@1.4.0 --transport stdio ${key("DSN")}`],
    ["mongodb", `npx -y mongodb-mcp-server@3.0.4 --readOnly ${key("MDB_MCP_CONNECTION_STRING")}`],
    ["supabase", "http https://mcp.supabase.com/mcp?read_only=true&project_ref=<project_ref>"],
    ["neon", "http https://mcp.neon.tech/mcp?readonly=true"],
    ["filesystem", "npx -y @modelcontextprotocol/server-filesystem@2026.8.31 <folder>"],
    ["memory", "npx -y @modelcontextprotocol/server-memory@2026.8.31 MEMORY_FILE_PATH=<MEMORY_FILE_PATH>"],
  ];
  for (const [id, expected] of rows) it(`is that of ${id}`, () => assert.equal(line(id), expected));

  it("is made of fields that say what is typed into them", () => {
    const fields = ["dbhub", "mongodb", "filesystem", "memory", "slack"].flatMap((id) => offerOf(id).fields);
    assert.deepEqual(
      fields.map(({ name, format, placeholder, initial, isRequired, isRepeated, choices }) =>
        [name, format, placeholder, initial ?? "", isRequired, isRepeated, choices.length].join("; "),
      ),
      [
        "DSN; string; postgres://user:password@localhost:5432/name; ; true; false; 0",
        "MDB_MCP_CONNECTION_STRING; string; mongodb://localhost:27017/name; ; true; false; 0",
        "folder; filepath; ${workspaceFolder}; ; true; true; 0",
        "MEMORY_FILE_PATH; filepath; ; ; false; false; 0",
        "CLIENT_ID; string; ; ; true; false; 0",
        "CLIENT_SECRET; string; ; ; false; false; 0",
      ],
    );
  });
});
