// Runs npm and other programs of set-up, quietly unless they fail.
import { spawn } from "node:child_process";

const limitMs = 10 * 60_000;

/**
 * Runs npm.
 *
 * @param {readonly string[]} args
 * @param {string} folder
 */
export function npm(args, folder) {
  // npm tells its scripts where it lives; started by hand it is on the PATH (a .cmd on Windows, which needs a shell).
  const cli = process.env.npm_execpath;
  if (cli?.endsWith("npm-cli.js")) return runQuietly(process.execPath, [cli, ...args], folder);
  return runQuietly("npm", args, folder, process.platform === "win32");
}

/**
 * Runs a program to its end and keeps its output for the error message.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} folder
 * @param {boolean} [shell]
 * @returns {Promise<string>} what it wrote to stdout
 * @throws {Error} with all it wrote, when it fails or takes more than ten minutes
 */
export function runQuietly(program, args, folder, shell = false) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, shell, stdio: ["ignore", "pipe", "pipe"], timeout: limitMs });
    let stdout = "";
    let all = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      all += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      all += text;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`"${program} ${args.join(" ")}" failed (${signal ?? `exit code ${code}`}):\n${all}`));
    });
  });
}
