import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { StdioPlan } from "../../core/config/plan/launchPlan";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { contains, type Reached, reachOf } from "./reach";
import type { BareProgram, SandboxedProgram } from "./sandboxedProgram";

/** What programs need to run, of the system. Missing ones are left out. */
const systemFolders = [
  "/usr /bin /sbin /lib /lib32 /lib64 /libx32 /opt /nix/store /gnu/store /run/current-system/sw",
  "/etc/alternatives /etc/ld.so.cache /etc/ld.so.conf /etc/ld.so.conf.d /etc/ld.so.preload /etc/static",
  "/etc/ssl /etc/pki /etc/ca-certificates /etc/crypto-policies /etc/nsswitch.conf /etc/resolv.conf /etc/hosts /etc/host.conf",
  "/etc/gai.conf /etc/services /etc/protocols /etc/passwd /etc/group /etc/localtime /etc/timezone /etc/locale.conf",
  "/etc/os-release /etc/mime.types /etc/fonts",
].flatMap((line) => line.split(" "));

/** Each kind of what processes share, apart; no capability is kept, and everything ends with the hub. */
const apart = [
  "--unshare-user --unshare-ipc --unshare-pid --unshare-uts --unshare-cgroup-try",
  "--die-with-parent --new-session --cap-drop ALL",
].flatMap((line) => line.split(" "));

/** Where bubblewrap is, on all systems; the PATH of an entry does not decide it. */
const places = ["/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap", "/run/current-system/sw/bin/bwrap"];

export interface BubblewrapPorts {
  /** Whether a file is a program that may be run. */
  readonly isProgram: (file: string) => boolean;
  /** Runs a program to its end; rejects with Node's error if it fails. */
  readonly run?: (file: string, args: readonly string[]) => Promise<unknown>;
}

/** How a program runs under bubblewrap. Rejects with `spawn-failed` where that is missing or cannot work here, or with `bad-config`. */
export async function bubblewrap(
  plan: StdioPlan,
  program: BareProgram,
  { isProgram, run = runQuietly }: BubblewrapPorts,
): Promise<SandboxedProgram> {
  const file = places.find(isProgram);
  if (file === undefined) throw missing(plan.server);
  const reach = await reachOf(plan, program, program.env.HOME ?? "/");
  try {
    await run(file, [
      ...apart,
      "--unshare-net",
      ..."--ro-bind / / --proc /proc --dev /dev --".split(" "),
      file,
      "--version",
    ]);
  } catch (error) {
    throw unusable(plan.server, error);
  }
  const options = bubblewrapOptions(program, reach, plan.sandbox?.network ?? false);
  return {
    file,
    args: ["--args", "3", "--", program.file, ...program.args],
    env: {},
    input: options.map((option) => `${option}\0`).join(""),
    carriers: 2, // bubblewrap, and the first process of the sandbox
    dispose() {},
  };
}

/** Bubblewrap's options: the file system is empty at first, and what is listed is put into it, in this order. */
export function bubblewrapOptions(
  { env, cwd }: BareProgram,
  reach: readonly Reached[],
  network: boolean,
): readonly string[] {
  const options: string[] = [...apart, ...(network ? [] : ["--unshare-net"])];
  for (const folder of systemFolders) options.push("--ro-bind-try", folder, folder);
  options.push("--tmpfs", "/tmp", "--symlink", "../tmp", "/var/tmp");
  const links = reach.flatMap(({ real, names }) => [...new Set(names)].map((named) => ({ real, named })));
  for (const folder of [env.HOME, cwd])
    if (folder && path.isAbsolute(folder) && !links.some(({ named }) => named === folder))
      options.push("--dir", folder);
  for (const { real, writable } of reach) options.push(writable ? "--bind" : "--ro-bind", real, real);
  for (const { real, named } of links) if (!isThere(named, reach)) options.push("--symlink", real, named);
  options.push("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/", "--chdir", cwd);
  for (const [name, value] of Object.entries({ ...env, ...temporary(env) })) options.push("--setenv", name, value);
  return options;
}

/** Whether a path exists in the sandbox already. */
const isThere = (named: string, reach: readonly Reached[]): boolean =>
  systemFolders.some((folder) => contains(folder, named)) || reach.some(({ real }) => contains(real, named));

/** Names of the temporary folder, which is another one in the sandbox. */
const temporary = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(["TMPDIR", "TEMP", "TMP"].flatMap((name) => (name in env ? [[name, "/tmp"]] : [])));

const runQuietly = (file: string, args: readonly string[]): Promise<unknown> =>
  promisify(execFile)(file, [...args], { timeout: 10_000, maxBuffer: 64 * 1024, env: {} });

const missing = (server: string): HubError =>
  new HubError(
    "spawn-failed",
    message(
      "sandbox.noBubblewrap",
      '"{server}" did not start: its entry wants a sandbox, and bubblewrap is not installed. Install the package "bubblewrap", or remove "sandbox" from the entry to run the server without one.',
      { server },
    ),
  );

function unusable(server: string, error: unknown): HubError {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  return new HubError(
    "spawn-failed",
    message(
      "sandbox.unusable",
      '"{server}" did not start: its entry wants a sandbox, and bubblewrap does not work on this machine: {cause}. Allow user namespaces for bubblewrap, or remove "sandbox" from the entry to run the server without one.',
      { server, cause: safeLine(said).replace(/\.$/, "") },
    ),
    { cause: error },
  );
}
