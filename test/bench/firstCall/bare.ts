/** A program with the bare client of the SDK, as its documentation shows it: `node bare.js ENTRY` makes one call, and says when it was answered. */
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [, , entry = "{}"] = process.argv;
const client = new Client({ name: "bare", version: "1.0.0" });
void (async () => {
  await client.connect(new StdioClientTransport(JSON.parse(entry)));
  await client.listTools();
  await client.callTool({ name: "echo", arguments: { text: "first" } });
  process.send?.("answered");
  await client.close();
  process.disconnect();
})();
