// npm run oldest [-- FOLDER… --grep TEXT --verbose]: the window tests against the oldest VS Code that package.json allows, as an embedded
// editor from the npm registry. Without a name it runs all of them.
import { spawn } from "node:child_process";
import { oldest, oldestVariable } from "./embeddedEditor.mjs";

const args = process.argv.slice(2);
const hasNames = args.some((arg) => !arg.startsWith("-"));
console.log(`VS Code ${oldest.vscode}, from code-server ${oldest.version}`);
const child = spawn(process.execPath, ["test/run.mjs", ...(hasNames ? [] : ["window"]), ...args], {
  stdio: "inherit",
  env: { ...process.env, [oldestVariable]: "1", MCP_HUB_TEST_EDITOR: "embedded" },
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
child.on("close", (code) => {
  process.exitCode = code ?? 1;
});
