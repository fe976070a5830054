import { rmSync } from "node:fs";
import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { StdioPlan } from "../../core/config/plan/launchPlan";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import { type Reached, reachOf } from "./reach";
import type { BareProgram, SandboxedProgram } from "./sandboxedProgram";

const tool = "/usr/bin/sandbox-exec";

/** What programs need to run, of macOS. */
const systemFolders = [
  "/usr /bin /sbin /System /Library /opt /private/etc /private/var/db/timezone /private/var/db/dyld",
  "/private/var/select /Applications/Xcode.app/Contents/Developer /dev",
].flatMap((line) => line.split(" "));

/** Services of the system that programs ask, for users' names, certificates and the log. */
const services = [
  "com.apple.system.opendirectoryd.libinfo",
  "com.apple.system.opendirectoryd.membership",
  "com.apple.system.logger",
  "com.apple.logd",
  "com.apple.trustd.agent",
  "com.apple.SecurityServer",
];

/** Those that only programs with a network ask. */
const networkServices = ["com.apple.SystemConfiguration.configd", "com.apple.SystemConfiguration.DNSConfiguration"];

/** How a program runs under macOS's `sandbox-exec`. Rejects with `spawn-failed` where that is missing, or with `bad-config`. */
export async function seatbelt(
  plan: StdioPlan,
  program: BareProgram,
  isProgram: (file: string) => boolean,
): Promise<SandboxedProgram> {
  if (!isProgram(tool))
    throw new HubError(
      "spawn-failed",
      message(
        "sandbox.noSandboxExec",
        '"{server}" did not start: its entry wants a sandbox, and this macOS has no {tool}. Remove "sandbox" from the entry to run the server without one.',
        { server: plan.server, tool },
      ),
    );
  const reach = await reachOf(plan, program, program.env.HOME ?? "/");
  const temporary = await realpath(await mkdtemp(path.join(tmpdir(), "mcp-hub-")));
  const { options, profile } = seatbeltProfile(reach, temporary, plan.sandbox?.network ?? false);
  return {
    file: tool,
    args: [...options, "-p", profile, program.file, ...program.args],
    env: { ...program.env, TMPDIR: `${temporary}/` },
    carriers: 0, // it becomes the program
    dispose() {
      try {
        rmSync(temporary, { recursive: true, force: true });
      } catch {
        // the system empties its temporary folder itself
      }
    },
  };
}

/**
 * The profile, and the options that give it its paths. No path is part of the profile's text, so none can change what it says, whatever
 * characters it has. Everything that is not allowed is denied.
 */
export function seatbeltProfile(
  reach: readonly Reached[],
  temporary: string,
  network: boolean,
): { readonly profile: string; readonly options: readonly string[] } {
  const options: string[] = [];
  const parameter = (value: string) => {
    const name = `P${options.length / 2}`;
    options.push("-D", `${name}=${value}`);
    return `(param "${name}")`;
  };
  const within = (real: string) => `(subpath ${parameter(real)})`;
  const folders = systemFolders.map((folder) => `(subpath "${folder}")`).join(" ");
  const readable = [...reach.map(({ real }) => real), temporary].map(within).join(" ");
  // Parents come first, and of two rules that fit the later one holds: a folder to read within one to write stays as it is.
  const writes = reach.map(({ real, writable }) => `(${writable ? "allow" : "deny"} file-write* ${within(real)})`);
  const lines = [
    "(version 1)",
    "(deny default)",
    "(allow process-exec process-fork)",
    "(allow signal process-info* (target same-sandbox))",
    "(allow sysctl-read)",
    "(allow file-read-metadata)",
    `(allow file-read* (literal "/") ${folders})`,
    `(allow file-read* ${readable})`,
    `(allow file-write* (literal "/dev/null") (literal "/dev/zero") ${within(temporary)})`,
    ...writes,
    `(allow mach-lookup ${[...services, ...(network ? networkServices : [])].map((name) => `(global-name "${name}")`).join(" ")})`,
    ...(network ? ["(allow network*)", "(allow system-socket)"] : []),
  ];
  return { profile: lines.join("\n"), options };
}
