// npm run panel:tasks: what five tasks cost a person in a real window, before there were pages and now. It judges nothing.
import { fork } from "node:child_process";
import { installDependencies } from "../../host/setUp.mjs";

await installDependencies();
const [{ bundle }, { packageExtension, build }, { embeddedEditor }, { chromium }] = await Promise.all([
  import("../../host/bundleTests.mjs"),
  import("../../host/extensionPackage.mjs"),
  import("../../host/embeddedEditor.mjs"),
  import("../../host/chromium.mjs"),
]);
await bundle(["test/panel/tasks/personTasks.ts"]);
await packageExtension();
await build();
await embeddedEditor();
await chromium();
fork("out/test/panel/tasks/personTasks.js").once("exit", (code) => {
  process.exitCode = code ?? 1;
});
