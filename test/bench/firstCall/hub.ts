/** A program with the hub as a module, as it is shipped: `node hub.js ENTRY` makes one call, and says when it was answered. */
import { join } from "node:path";

const [, , entry = "{}"] = process.argv;
const { createHub }: typeof import("../../../src/headless") = require(join(process.cwd(), "dist/headless.js"));
const hub = createHub({ servers: { echo: JSON.parse(entry) } });
void hub.callTool("echo", "echo", { text: "first" }).then(async () => {
  process.send?.("answered");
  await hub.close();
  process.disconnect();
});
