import { open, readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import type { StdioPlan } from "../../core/config/plan/launchPlan";
import type { FileKind, FoundProgram, ProgramFacts } from "../../core/diagnosis/evidence";
import { newestFirst, programPlaces } from "../../core/diagnosis/programPlaces";
import { inheritedEnv } from "../stdio/inheritedEnv";
import { type Environment, pathOf, serverEnv } from "../stdio/serverEnv";
import { fileKind, headBytes } from "./fileKind";

export interface ProgramProbePorts {
  /** The environment of the login shell. */
  readonly shellEnv: () => Promise<Environment>;
  /** Names of variables that programs get beside those that they need (`mcpHub.inheritEnv`). */
  readonly inheritEnv?: () => readonly string[];
  /** For tests. */
  readonly home?: string;
  readonly platform?: NodeJS.Platform;
}

/** The most folders of one place that are looked at, such as installed versions. */
const mostFolders = 50;

/** The most places of a program that are named. */
const mostFound = 6;

/** What a plan's program is, and where else the one is that is missing: its own, or `named`, which it needs. Reads files, and starts nothing. */
export async function programFacts(
  plan: StdioPlan,
  named: string | undefined,
  { shellEnv, inheritEnv, home = homedir(), platform = process.platform }: ProgramProbePorts,
): Promise<ProgramFacts> {
  const { command, cwd } = plan;
  const shell = await shellEnv();
  const env = serverEnv(inheritedEnv(shell, plan.inheritEnv ?? inheritEnv?.(), platform), plan.env, platform);
  const onPath = (program: string) => pathOf(program, env, platform);
  const isPath = /[\\/]/.test(command);
  const place = isPath ? path.resolve(cwd ?? "", command) : onPath(command);
  const found = place === undefined ? undefined : await statOf(place);
  const file = found ? place : undefined;
  const kind = file !== undefined && found?.isFile() ? await kindOf(file) : undefined;
  const interpreter = kind?.kind === "text" ? kind.interpreter : undefined;
  const missing = file === undefined ? command : await missingOf(interpreter, named, onPath);
  const system = { platform, home, env: (name: string) => shell[name] };
  const elsewhere =
    missing === undefined || (file === undefined && isPath) ? [] : await findElsewhere(baseName(missing), system, env);
  return {
    ...(file !== undefined && { file }),
    ...(kind && { fileKind: kind }),
    ...(found?.isDirectory() && { isFolder: true }),
    hasFolder: cwd === undefined || (await statOf(cwd))?.isDirectory() === true,
    ...(missing !== undefined && { missing }),
    elsewhere,
  };
}

/** What a script needs and does not find. */
async function missingOf(
  interpreter: string | undefined,
  named: string | undefined,
  onPath: (program: string) => string | undefined,
): Promise<string | undefined> {
  if (interpreter !== undefined) {
    const isThere = interpreter.includes("/") ? (await statOf(interpreter)) !== undefined : onPath(interpreter);
    if (!isThere) return interpreter;
  }
  return named !== undefined && onPath(named) === undefined ? named : undefined;
}

const baseName = (program: string): string => program.split(/[\\/]/).at(-1) ?? program;

/** Where managers of versions and of packages have the program, outside the PATH. */
async function findElsewhere(
  program: string,
  system: Parameters<typeof programPlaces>[0] & { readonly platform: NodeJS.Platform },
  env: Environment,
): Promise<readonly FoundProgram[]> {
  const found: FoundProgram[] = [];
  for (const { manager, folder } of programPlaces(system))
    for (const one of await foldersOf(folder)) {
      const file = pathOf(program, { PATH: one, PATHEXT: env.PATHEXT }, system.platform);
      if (file === undefined || found.some((other) => other.file === file)) continue;
      if (found.push({ file, manager }) >= mostFound) return found;
    }
  return found;
}

/** The folders that a place stands for, the newest version first. */
async function foldersOf(place: string): Promise<readonly string[]> {
  const [before = "", after] = place.split("*");
  if (after === undefined) return [place];
  const names = await readdir(before).catch((): string[] => []); // nobody has installed this manager
  return newestFirst(names)
    .slice(0, mostFolders)
    .map((name) => before + name + after);
}

async function statOf(file: string) {
  try {
    return await stat(file);
  } catch {
    return undefined; // it is not there, or may not be looked at
  }
}

async function kindOf(file: string): Promise<FileKind | undefined> {
  try {
    const handle = await open(file, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return fileKind(buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch {
    return undefined; // it may be run and not read
  }
}
