// Servers of different makers, each as its users start it, without an account. One per maker, but for the authors of the protocol.

/**
 * @typedef {object} Tried
 * @property {string} name The package with its version.
 * @property {readonly string[]} [args]
 * @property {string} [bin] The program, where the package has several.
 * @property {Readonly<Record<string, string>>} [env]
 * @property {readonly [tool: string, args: Readonly<Record<string, unknown>>]} [call] Else the first tool that needs no argument.
 */

/** @type {readonly Tried[]} */
export const servers = [
  { name: "@modelcontextprotocol/server-everything@2026.8.31", call: ["echo", { message: "hello" }] },
  { name: "@upstash/context7-mcp@4.1.1" },
  { name: "@sentry/mcp-server@0.39.0" },
  { name: "@notionhq/notion-mcp-server@2.5.2", env: { NOTION_TOKEN: "ntn_0" } },
  { name: "@heroku/mcp-server@1.2.8" },
  { name: "@circleci/mcp-server-circleci@0.20.0" },
  { name: "@bytebase/dbhub@1.4.0" },
  { name: "@drawio/mcp@1.6.1" },
  { name: "@eslint/mcp@0.3.13" },
  { name: "@mui/mcp@0.1.6" },
  { name: "@primevue/mcp@5.0.1" },
  { name: "@mantine/mcp-server@9.6.2" },
  { name: "@ark-ui/mcp@1.3.0" },
  { name: "@chakra-ui/react-mcp@2.1.1" },
  { name: "@react-aria/mcp@1.2.1" },
  { name: "@mobilenext/mobile-mcp@1.0.4" },
  { name: "@browsermcp/mcp@0.1.3" },
  { name: "@brave/brave-search-mcp-server@2.1.4" },
  { name: "@brightdata/mcp@2.11.3" },
  { name: "@bitwarden/mcp-server@2026.7.0" },
  { name: "@azure-devops/mcp@2.10.0", args: ["contoso"] },
  { name: "@apify/actors-mcp-server@0.16.0" },
  { name: "@antv/mcp-server-chart@0.9.10" },
  { name: "@amap/amap-maps-mcp-server@0.0.8" },
  { name: "@baidumap/mcp-server-baidu-map@1.0.5" },
  { name: "@auth0/auth0-mcp-server@0.1.0-beta.19", args: ["run"] },
  { name: "@cyanheads/git-mcp-server@2.15.3" },
  { name: "@digitalocean/mcp@1.0.70" },
  { name: "@elastic/mcp-server-elasticsearch@0.3.1" },
  { name: "@google-cloud/gcloud-mcp@0.5.3" },
  { name: "@googlemaps/code-assist-mcp@0.2.1" },
  { name: "@hubspot/mcp-server@0.4.0" },
  { name: "@infisical/mcp@0.0.24" },
  { name: "@kazuph/mcp-fetch@1.6.3" },
  { name: "@launchdarkly/mcp-server@0.6.2", args: ["start"] },
  { name: "@line/line-bot-mcp-server@0.5.0" },
  { name: "@mapbox/mcp-server@0.14.0" },
  { name: "@mastra/mcp-docs-server@1.2.27" },
  { name: "@microsoft/clarity-mcp-server@2.0.1" },
  { name: "@openbnb/mcp-server-airbnb@0.3.0" },
  { name: "@perplexity-ai/mcp-server@1.2.1" },
  { name: "@pinecone-database/mcp@0.3.0" },
  { name: "@postman/postman-mcp-server@2.13.0" },
  { name: "@railway/mcp-server@0.1.12" },
  { name: "@rollbar/mcp-server@0.6.0" },
  { name: "@shortcut/mcp@0.25.0" },
  { name: "@stripe/mcp@0.3.3" },
];
