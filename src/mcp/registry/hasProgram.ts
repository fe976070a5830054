import { inheritedEnv } from "../stdio/inheritedEnv";
import { type Environment, pathOf } from "../stdio/serverEnv";

/** Whether the programs that the hub starts find a program of this name on their PATH. */
export async function hasProgram(
  name: string,
  shellEnv: () => Promise<Environment>,
  inherited: readonly string[],
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  return pathOf(name, inheritedEnv(await shellEnv(), inherited, platform), platform) !== undefined;
}
