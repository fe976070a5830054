// The browser that shows the embedded editor to the tests.
import { execFileSync } from "node:child_process";
import { aptInstall, canInstall, onPath } from "./systemPackages.mjs";

/** The first one draws nothing for a screen: a window of a test costs an eighth less of a processor with it. */
const names = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "microsoft-edge",
];

/** Has the path of the Chromium that this process, or the one that started it, has found to answer: asking takes a second. */
const foundVariable = "MCP_HUB_TEST_CHROMIUM_FOUND";

/**
 * Finds a Chromium, or installs Debian's where this process may.
 *
 * @returns {Promise<string>} its path
 * @throws {Error} that says what to install
 */
export async function chromium() {
  const known = process.env[foundVariable];
  if (known) return known;
  const path = await findOrInstall();
  process.env[foundVariable] = path;
  return path;
}

/** @returns {Promise<string>} */
async function findOrInstall() {
  const found = find();
  if (found) return found;
  if (canInstall()) {
    console.log("Set-up: installing Chromium with apt-get …");
    const fonts = "fonts-dejavu-core";
    // Not every relative of Debian has the one that is only headless.
    await aptInstall(["chromium-headless-shell", fonts]).catch(() => aptInstall(["chromium", fonts]));
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
