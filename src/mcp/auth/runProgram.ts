import spawn from "cross-spawn";

/** How a program ended. */
export type Ended =
  | { readonly kind: "done"; readonly stdout: string }
  | { readonly kind: "failed"; readonly code: number | null; readonly signal: string | null }
  | { readonly kind: "not-started"; readonly code: string };

/** More than this a token never is, in characters. */
const outputLimit = 100_000;

/** Runs a program to its end, without a shell and without input. When `signal` aborts it is ended. */
export function runProgram(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      env: { ...env },
      stdio: ["ignore", "pipe", "ignore"],
      windowsHide: true,
    });
    const kill = () => void child.kill();
    signal.addEventListener("abort", kill, { once: true });
    let stdout = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout = (stdout + text).slice(0, outputLimit);
    });
    child.once("error", (error: NodeJS.ErrnoException) => {
      signal.removeEventListener("abort", kill);
      resolve({ kind: "not-started", code: error.code ?? "error" });
    });
    child.once("close", (code, name) => {
      signal.removeEventListener("abort", kill);
      resolve(code === 0 ? { kind: "done", stdout } : { kind: "failed", code, signal: name });
    });
  });
}
