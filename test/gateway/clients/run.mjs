// npm run clients: tries clients that others wrote (both lines of the official SDK, curl, the Inspector's command line) on the hub's
// gateway, with a server of each era behind it: over MCP, the REST API and stdio. With --url=URL [--token=TOKEN] it tries them on that MCP endpoint, which must have the conformance fixture's names; with
// --fixture on the fixture itself.
import { parseArgs } from "node:util";
import { installDependencies } from "../../host/setUp.mjs";

const { values } = parseArgs({
  options: { url: { type: "string" }, token: { type: "string" }, fixture: { type: "boolean", default: false } },
});

await installDependencies();
const [{ bundleTests }, { build }, { fixtureEntry, fixtureWorld }] = await Promise.all([
  import("../../host/bundleTests.mjs"),
  import("../../host/extensionPackage.mjs"),
  import("../../conformance/server/worlds.mjs"),
]);
const { failures } = await bundleTests(() => []);
if (failures.length > 0) throw new Error(failures.map(({ title, error }) => `${title}: ${error}`).join("\n"));
const { tryEndpoint, tryGateway } = /** @type {typeof import("./clientTable")} */ (
  await import(new URL("../../../out/test/gateway/clients/clientTable.js", import.meta.url).href)
);

process.exitCode = (await tryWhatIsMeant()) > 0 ? 1 : 0;

async function tryWhatIsMeant() {
  if (values.url) return tryEndpoint(values.url, values.token);
  if (values.fixture) {
    const world = await fixtureWorld();
    return tryEndpoint(world.at("/mcp")).finally(world.stop);
  }
  await build();
  return tryGateway(fixtureEntry);
}
