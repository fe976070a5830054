// Installs the project's dependencies, unless that was done: the first step of .ci/run. With --editor it then installs what
// the window tests need, which `npm test` would do otherwise.
import { installDependencies } from "./setUp.mjs";

await installDependencies();
if (process.argv.includes("--editor") && process.platform === "linux") {
  const [{ embeddedEditor }, { chromium }] = await Promise.all([
    import("./embeddedEditor.mjs"),
    import("./chromium.mjs"),
  ]);
  await embeddedEditor();
  await chromium();
}
