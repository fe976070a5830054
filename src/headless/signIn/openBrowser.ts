import { spawn } from "node:child_process";

/** The program that opens a page in the browser: the one that `BROWSER` names, as other command lines have it, or the system's own. */
function opener(url: string): readonly [command: string, ...args: readonly string[]] {
  const { BROWSER } = process.env;
  if (BROWSER) return [BROWSER, url];
  if (process.platform === "darwin") return ["open", url];
  return process.platform === "win32" ? ["rundll32", "url.dll,FileProtocolHandler", url] : ["xdg-open", url];
}

/** Opens a page for the person, without a shell. Settles with the reason where no program could be started. */
export function openBrowser(url: string): Promise<string | undefined> {
  const [command, ...args] = opener(url);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "ignore", detached: true });
    child.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    child.once("spawn", () => {
      child.unref();
      resolve(undefined);
    });
  });
}
