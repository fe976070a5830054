// The hub as a module in a process of its own, against test/support/nestingServer.mjs: calls every place with every number of levels that
// stands on the command line, and prints as JSON how each ended. The last call is to a neighbor.
import { createRequire } from "node:module";
import { resolve } from "node:path";

const { createHub } = createRequire(import.meta.url)(resolve("dist/headless.js"));
const levels = process.argv.slice(2).map(Number);
/** @param {Readonly<Record<string, string>>} env */
const program = (env = {}) => ({ command: "node", args: [resolve("test/support/nestingServer.mjs")], env });
const hub = createHub({
  servers: { nesting: program(), neighbor: program(), listed: program({ LEVELS: String(levels[0]) }) },
  options: { callTimeoutSeconds: 5, connectAttempts: 1, breakerFailures: 0 },
  answers: { form: () => ({ action: "decline" }), roots: [] },
});
hub.onNotification(() => {});
await hub.ready();
/** @type {(server: string, args: object, tool?: string) => Promise<string>} */
const call = async (server, args, tool = "nest") => {
  try {
    const { content } = await hub.callTool(server, tool, args);
    return content
      .map((/** @type {{ text?: string, type: string }} */ part) => part.text ?? part.type)
      .join(" ")
      .slice(0, 2000);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
const places = JSON.parse(await call("neighbor", { place: "places" }));
/** @type {Record<string, unknown>} */
const outcomes = {};
for (const count of levels)
  for (const shape of ["object", "list"])
    for (const place of places) {
      process.stderr.write(`${place} ${shape} ${count}\n`);
      outcomes[`${place} ${shape} ${count}`] = await call("nesting", { place, count, shape });
    }
outcomes.listed = await call("listed", {}, "schema");
outcomes.deepSchema = await call("listed", { a: { a: 1 } }, "deepSchema");
outcomes.neighbor = await call("neighbor", { place: "log", count: 1, shape: "list" });
process.stdout.write(JSON.stringify(outcomes));
await hub.close();
process.exit(0);
