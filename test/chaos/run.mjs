// npm run chaos: builds the long form of the chaos run and runs it where memory can be measured exactly.
import { spawn } from "node:child_process";
import { installDependencies } from "../host/setUp.mjs";

await installDependencies();
const { bundleTests } = await import("../host/bundleTests.mjs");
const { failures } = await bundleTests(() => []);
const broken = failures.filter(({ title }) => title.includes("/chaos/"));
if (broken.length > 0) throw new Error(broken.map(({ title, error }) => `${title}: ${error}`).join("\n"));

// Loaded, not run as the main program: the hub that is bundled into it would take itself for the command line.
const load = 'require("./out/test/chaos/longChaos.js")';
const args = ["--expose-gc", "-e", load, "--", ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { stdio: "inherit", env: { ...process.env, MCP_HUB_SHELL_ENV: "0" } });
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => process.exit(code ?? 1));
