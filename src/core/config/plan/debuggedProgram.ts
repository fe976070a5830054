import { message } from "../../../protocol/message";
import type { DebugConfig } from "../schema/program/devConfig";
import type { SandboxPlan } from "./launchPlan";

/** The debugger listens at the address of this machine alone: it runs whatever it is told. */
export const debugHost = "127.0.0.1";

/** What a debugger needs of a program. */
interface DebuggedProgram {
  readonly command: string;
  readonly args: readonly string[];
}

const nodes = /^node(?:js)?(?:\.exe)?$/i;
const pythons = /^py(?:thon)?w?[\d.]*(?:\.exe)?$/i;

/** Options of Python that have their value in the next argument. */
const withValue = new Set(["-W", "-X"]);

/** Why a program cannot be debugged as its entry says; `undefined` if it can. */
export function debugProblem(
  { type }: DebugConfig,
  command: string,
  sandbox: SandboxPlan | undefined,
): string | undefined {
  const name = command.split(/[\\/]/).at(-1) ?? "";
  if (type === "node" && !nodes.test(name))
    return message(
      "config.debugsNode",
      '"dev.debug" of type "node" needs "node" as its "command". Start the server\'s script with node, or remove "dev.debug".',
    );
  if (type === "debugpy" && !pythons.test(name))
    return message(
      "config.debugsPython",
      '"dev.debug" of type "debugpy" needs Python as its "command", such as "python3". Start the server\'s script with Python, or remove "dev.debug".',
    );
  if (sandbox && !sandbox.network)
    return message(
      "config.debugSandbox",
      'a debugger does not reach a program in a sandbox without network. Remove "dev.debug" or "sandbox", or allow "network" in the sandbox.',
    );
  return undefined;
}

/** The same program, started so that it waits at this port of this machine for a debugger before its first line runs. */
export function debuggedProgram(
  { args }: DebuggedProgram,
  { type, debugpyPath }: DebugConfig,
  port: number,
): Pick<DebuggedProgram, "args"> {
  const address = `${debugHost}:${port}`;
  if (type === "node") return { args: [`--inspect-brk=${address}`, ...args] };
  const script = scriptAt(args);
  const debugpy = debugpyPath === undefined ? ["-m", "debugpy"] : [debugpyPath];
  return {
    args: [...args.slice(0, script), ...debugpy, "--listen", address, "--wait-for-client", ...args.slice(script)],
  };
}

/** Where the script, `-m` or `-c` stands: what comes before is for Python itself. */
function scriptAt(args: readonly string[]): number {
  let at = 0;
  for (let arg = args[at]; arg !== undefined; arg = args[at]) {
    if (!arg.startsWith("-") || arg === "-" || /^-[mc]/.test(arg)) break;
    at += withValue.has(arg) ? 2 : 1;
  }
  return Math.min(at, args.length);
}

/** The debug configuration that attaches to a program at a port (VS Code's launch.json, request `attach`). */
export function attachConfiguration(name: string, { type }: DebugConfig, port: number) {
  const common = { type, request: "attach", name } as const;
  return type === "node"
    ? {
        ...common,
        address: debugHost,
        port,
        continueOnAttach: true,
        autoAttachChildProcesses: false,
        skipFiles: ["<node_internals>/**"],
      }
    : { ...common, connect: { host: debugHost, port } };
}
