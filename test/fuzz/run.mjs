// npm run fuzz [-- SECONDS SEED TEXT]: builds the long form of the fuzzing and runs it. SECONDS for each parser (5), SEED (by the clock),
// TEXT in the names of the parsers (all). It ends with 1 if there is a finding; the same seed finds it again.
import { spawn } from "node:child_process";
import { installDependencies } from "../host/setUp.mjs";

await installDependencies();
const { bundleTests } = await import("../host/bundleTests.mjs");
const { failures } = await bundleTests(() => []);
const broken = failures.filter(({ title }) => title.includes("/fuzz/"));
if (broken.length > 0) throw new Error(broken.map(({ title, error }) => `${title}: ${error}`).join("\n"));

const child = spawn(process.execPath, ["out/test/fuzz/longFuzz.js", ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => process.exit(code ?? 1));
