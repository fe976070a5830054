import { accessSync, constants } from "node:fs";
import path from "node:path";
import type { StdioPlan } from "../../core/config/plan/launchPlan";
import { inSandbox } from "../sandbox/inSandbox";
import type { SandboxedProgram } from "../sandbox/sandboxedProgram";
import { type Environment, findProgram, isProgram, pathOf, serverEnv } from "./serverEnv";
import { spawnFailed } from "./spawnFailed";

/**
 * What is started for a plan: its program, or the sandbox around it. Rejects with `spawn-failed` or `bad-config`.
 *
 * @param own what the environment has beside the shell's
 */
export async function startedProgram(
  plan: StdioPlan,
  shell: Environment,
  own: Environment,
  platform: NodeJS.Platform,
): Promise<SandboxedProgram> {
  const { command, env } = findProgram(plan.command, serverEnv(shell, own, platform), platform);
  if (!plan.sandbox) return { file: command, args: plan.args, env, carriers: 0, dispose() {} };
  const cwd = path.resolve(plan.cwd ?? "");
  const program = { file: fileOf(plan, command, cwd, env), args: plan.args, env, cwd };
  return inSandbox(plan, program, { platform, isProgram: (file) => isProgram(file, false) });
}

/** The file of a program. It is looked for outside of the sandbox, where a failure can be told from the program's own. */
function fileOf(plan: StdioPlan, command: string, cwd: string, env: Environment): string {
  const file = command.includes("/") ? path.resolve(cwd, command) : pathOf(command, env);
  if (file === undefined)
    throw spawnFailed(plan, Object.assign(new Error(`spawn ${command} ENOENT`), { code: "ENOENT" }));
  try {
    accessSync(file, constants.X_OK);
  } catch (error) {
    throw spawnFailed(plan, error);
  }
  return file;
}
