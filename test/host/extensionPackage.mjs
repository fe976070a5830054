// Builds the extension as it is shipped (production build, .vsix) and as it is tested (with source maps).
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { npm, runQuietly } from "./npm.mjs";
import { out, repository } from "./paths.mjs";

/** The artefact that users install. It lies outside dist/, which every build empties. */
export const vsix = join(out, "mcp-client-hub.vsix");

/** Packages the extension into `vsix`; dist/ then holds the production build. */
export async function packageExtension() {
  await mkdir(out, { recursive: true });
  await npm(["run", "--silent", "package", "--", "--out", vsix], repository);
}

/** Builds dist/ with source maps. */
export async function build() {
  await runQuietly(process.execPath, ["esbuild.mjs"], repository);
}
