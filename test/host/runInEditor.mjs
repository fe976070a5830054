// Runs the extension-host tests by `@vscode/test-electron`: in a desktop VS Code that it downloads, or in the embedded
// editor, which is started by a small executable that takes the same arguments (embeddedCode.mjs).
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { chooseEditor } from "./editorChoice.mjs";
import { exists } from "./installOnce.mjs";
import { demo, out, repository } from "./paths.mjs";

// Short: VS Code puts sockets below it.
const root = await mkdtemp(join(tmpdir(), "mcph-"));
const folder = join(root, "demo");
const userData = join(root, "user");
let failed = false;
try {
  await mkdir(folder, { recursive: true });
  if (await exists(demo)) await cp(demo, folder, { recursive: true });
  await mkdir(join(userData, "User"), { recursive: true });
  const settings = { "telemetry.telemetryLevel": "off", "update.mode": "none", "git.enabled": false };
  await writeFile(join(userData, "User/settings.json"), JSON.stringify(settings));

  const embedded = chooseEditor(process.env, process.platform).editor === "embedded";
  await runTests({
    ...(embedded ? { vscodeExecutablePath: join(repository, "test/host/embeddedCode.mjs") } : {}),
    extensionDevelopmentPath: repository,
    extensionTestsPath: join(out, "test/host/editorSuite.js"),
    launchArgs: [folder, `--user-data-dir=${userData}`, `--extensions-dir=${join(root, "ext")}`],
  });
} catch (error) {
  console.error(error);
  failed = true;
} finally {
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
}
process.exitCode = failed ? 1 : 0;
