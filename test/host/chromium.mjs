// The browser that shows the embedded editor to the tests.
import { execFileSync } from "node:child_process";
import { aptInstall, canInstall, onPath } from "./systemPackages.mjs";

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
  if (canInstall()) {
    console.log("Set-up: installing Chromium with apt-get …");
    await aptInstall(["chromium", "fonts-dejavu-core"]);
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
