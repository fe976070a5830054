import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { SandboxPlan, StdioPlan } from "../../core/config/plan/launchPlan";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import type { BareProgram } from "./sandboxedProgram";

/** A file or a folder that is reached within a sandbox. */
export interface Reached {
  /** Where it is: an absolute path without symbolic links. */
  readonly real: string;
  /** The paths by which it was named. */
  readonly names: readonly string[];
  readonly writable: boolean;
}

/**
 * What a program reaches within its sandbox beside the system's own folders, parents before what is in them: what its plan names, the
 * folder that it starts in unless that is the home folder or contains it, and the program's own files. Rejects with `bad-config` where a
 * named path is missing, is the whole disk, or leads out of a folder that the program may change.
 */
export async function reachOf(plan: StdioPlan, program: BareProgram, home: string): Promise<readonly Reached[]> {
  const { read, write } = plan.sandbox ?? nothing;
  const realHome = await real(home).catch(() => home);
  const writable: Named[] = [];
  for (const named of write) writable.push(await reached(plan, named, true));
  const readable: Named[] = [];
  for (const named of read) readable.push(await reached(plan, named, false));
  const cwd = await real(program.cwd).catch(() => undefined); // the code that starts the program says that it is missing
  if (cwd !== undefined && !contains(cwd, realHome)) readable.push({ real: cwd, named: program.cwd, writable: false });

  const named = [...writable, ...readable];
  for (const one of named) await refuseEscape(plan, one, writable);
  const own: Named[] = [];
  for (const one of await ownFiles(program.file, realHome))
    if (!(await leadsOut(one, writable))) own.push({ ...one, writable: false });
  return merged([...named, ...own]);
}

/** One path, and where it leads. */
interface Named {
  readonly real: string;
  readonly named: string;
  readonly writable: boolean;
}

const nothing: SandboxPlan = { read: [], write: [], network: false };

const real = (named: string): Promise<string> => realpath(path.resolve(named));

async function reached({ server }: StdioPlan, named: string, writable: boolean): Promise<Named> {
  const found = await real(named).catch((error: unknown) => {
    throw new HubError(
      "bad-config",
      message(
        "sandbox.missingPath",
        '"{server}" did not start: "{path}", which its sandbox names, cannot be found. Create it, or correct "sandbox" in the settings.',
        { server, path: named },
      ),
      { cause: error },
    );
  });
  if (path.dirname(found) !== found) return { real: found, named: path.resolve(named), writable };
  throw new HubError(
    "bad-config",
    message(
      "sandbox.wholeDisk",
      '"{server}" did not start: its sandbox names the whole disk ("{path}"). Name the folders that the server needs in "sandbox" in the settings.',
      { server, path: named },
    ),
  );
}

async function refuseEscape({ server }: StdioPlan, one: Named, writable: readonly Named[]): Promise<void> {
  if (await leadsOut(one, writable))
    throw new HubError(
      "bad-config",
      message(
        "sandbox.leadsOut",
        '"{server}" did not start: "{path}" is reached through a folder that the server can change, and a link there leads out of it, to "{target}". Remove the link, or name its target in "sandbox" in the settings.',
        { server, path: one.named, target: one.real },
      ),
    );
}

/**
 * Whether a path passes through a folder that the program may change and ends outside of it: the program itself could have put the link
 * there, to get more at its next start.
 */
async function leadsOut(
  { named, real: target }: Pick<Named, "real" | "named">,
  writable: readonly Named[],
): Promise<boolean> {
  for (let above = path.dirname(named); above !== path.dirname(above); above = path.dirname(above)) {
    const passed = await real(above).catch(() => above);
    if (writable.some((folder) => contains(folder.real, passed) && !contains(folder.real, target))) return true;
  }
  return false;
}

/**
 * The files of a program itself: its file, where that leads, and the whole installation around a `bin` folder, where it is recognized as
 * one (a version of Node, a Python environment) and is not a folder right below the home folder, which holds other things as well.
 */
async function ownFiles(file: string, home: string): Promise<readonly Pick<Named, "real" | "named">[]> {
  const target = await real(file).catch(() => file);
  const found = [{ real: target, named: file }];
  if (file === process.execPath) found.push(await folder(path.dirname(file))); // the editor's own, which needs what is beside it
  const bin = path.dirname(file);
  const around = await folder(path.dirname(bin));
  if (path.basename(bin) !== "bin" || contains(around.real, home)) return found;
  const isEnvironment = await exists(path.join(around.real, "pyvenv.cfg"));
  const isInstalled = path.dirname(around.real) !== home && (await exists(path.join(around.real, "lib")));
  return isEnvironment || isInstalled ? [...found, around] : found;
}

const folder = async (named: string) => ({ real: await real(named).catch(() => named), named });

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Whether one path is the other, or in it. */
export const contains = (outer: string, inner: string): boolean =>
  inner === outer || inner.startsWith(outer.endsWith(path.sep) ? outer : outer + path.sep);

/** Each real path once, writable if any of its names is; shorter ones first, which are the parents. */
function merged(all: readonly Named[]): readonly Reached[] {
  const kept = new Map<string, Reached>();
  for (const { real, named, writable } of all) {
    const known = kept.get(real);
    kept.set(real, {
      real,
      names: [...(known?.names ?? []), named],
      writable: writable || (known?.writable ?? false),
    });
  }
  return [...kept.values()].toSorted((a, b) => a.real.length - b.real.length);
}
