// The browser that shows the embedded editor to the tests.
import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { runQuietly } from "./npm.mjs";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];

/**
 * Finds a Chromium, or installs Debian's where this process may.
 *
 * @returns {Promise<string>} its path
 * @throws {Error} that says what to install
 */
export async function chromium() {
  const found = find();
  if (found) return found;
  if (process.platform === "linux" && process.getuid?.() === 0 && onPath("apt-get")) {
    console.log("Set-up: installing Chromium with apt-get …");
    const packages = ["chromium", "fonts-dejavu-core"];
    await runQuietly("apt-get", ["update", "-q"], "/");
    await runQuietly(
      "/usr/bin/env",
      ["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-yq", "--no-install-recommends", ...packages],
      "/",
    );
    const installed = find();
    if (installed) return installed;
  }
  throw new Error(
    "The tests need a Chromium and found none: install Chromium or Google Chrome, or name one in MCP_HUB_TEST_CHROMIUM.",
  );
}

function find() {
  const named = process.env.MCP_HUB_TEST_CHROMIUM;
  const candidates = named ? [named] : names.flatMap((name) => onPath(name) ?? []);
  return candidates.find(answers);
}

/** @param {string} name */
function onPath(name) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Some distributions put a script there that only says how to install the browser.
 *
 * @param {string} path
 */
function answers(path) {
  try {
    return /Chrom|Edge/.test(execFileSync(path, ["--version"], { encoding: "utf8", timeout: 20_000, stdio: "pipe" }));
  } catch {
    return false;
  }
}
