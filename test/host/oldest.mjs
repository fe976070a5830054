// npm run oldest [-- FOLDER… --grep TEXT --verbose]: window tests against the oldest VS Code that package.json allows, as an embedded
// editor from the npm registry. Without a name it runs those of `usual`; the packaged extension is installed there, too.
import { spawn } from "node:child_process";
import { oldest, oldestVariable } from "./embeddedEditor.mjs";

/** What a person does first, in the packaged extension, and what touches most of the editor's API. */
const usual = ["window/firstMinutes", "window/commands", "window/import", "window/restrictedMode"];

const args = process.argv.slice(2);
const hasNames = args.some((arg) => !arg.startsWith("-"));
console.log(`VS Code ${oldest.vscode}, from code-server ${oldest.version}`);
const child = spawn(process.execPath, ["test/run.mjs", ...(hasNames ? [] : usual), ...args], {
  stdio: "inherit",
  env: { ...process.env, [oldestVariable]: "1", MCP_HUB_TEST_EDITOR: "embedded" },
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
child.on("close", (code) => {
  process.exitCode = code ?? 1;
});
