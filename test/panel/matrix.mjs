// npm run panel:matrix: builds the panel's page and takes a screenshot of it in each theme and size, into out/screenshots/matrix. It fails
// if anything does not fit.
import { fork } from "node:child_process";
import { installDependencies } from "../host/setUp.mjs";

await installDependencies();
const [{ bundleTests }, { build }, { chromium }] = await Promise.all([
  import("../host/bundleTests.mjs"),
  import("../host/extensionPackage.mjs"),
  import("../host/chromium.mjs"),
]);
const { failures } = await bundleTests(() => []);
const broken = failures.filter(({ title }) => title.includes("/panel/"));
if (broken.length > 0) throw new Error(broken.map(({ title, error }) => `${title}: ${error}`).join("\n"));
await build();
await chromium();
fork("out/test/panel/takeMatrix.js").once("exit", (code) => {
  process.exitCode = code ?? 1;
});
