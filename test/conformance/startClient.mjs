// npm run --silent conformance:client -- URL: the hub as the conformance suite's client under test, built from what stands here now.
// With --built it is the one that the tests' own bundling made.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

if (process.argv.includes("--built")) await import(pathToFileURL("out/test/conformance/client.js").href);
else await buildAndRun();

/** The suite starts many at the same time: each has a bundle of its own. */
async function buildAndRun() {
  const esbuild = await import("esbuild");
  const folder = await mkdtemp(join(tmpdir(), "conformance-client-"));
  try {
    const outfile = join(folder, "client.cjs");
    await esbuild.build({
      entryPoints: ["test/conformance/client.ts"],
      outfile,
      bundle: true,
      platform: "node",
      target: "node20",
      logLevel: "error",
    });
    await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
