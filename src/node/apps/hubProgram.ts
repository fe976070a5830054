import { access, constants, mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Offer } from "../../core/apps/plannedChange";
import { replaceFile } from "./replaceFile";

/** The command of the npm package. */
const command = "mcp-client-hub";

export interface HubProgramPorts {
  /** The command's file in the extension that runs now. An update puts it into another folder. */
  readonly bundle: string;
  /** The extension's own storage, which stays where it is. */
  readonly storage: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The program by which an app of this machine reaches the hub: the command, where it is installed, and otherwise a file of the extension's
 * storage, which starts the version that is installed. Rejects with Node's error.
 */
export async function hubProgram(ports: HubProgramPorts): Promise<Offer["program"]> {
  if (await isInstalled(ports.env)) return sharedProgram;
  const launcher = launcherOf(ports);
  await writeLauncher(ports);
  return { command: "node", args: [launcher, "stdio"] };
}

/** The same for a file of a project, which other machines read as well. */
export const sharedProgram: Offer["program"] = { command, args: ["stdio"] };

/** After an update: a file that an app starts must start the new version. Rejects with Node's error. */
export async function renewLauncher(ports: HubProgramPorts): Promise<void> {
  const isUsed = await access(launcherOf(ports)).then(
    () => true,
    () => false,
  );
  if (isUsed) await writeLauncher(ports);
}

const launcherOf = ({ storage }: HubProgramPorts): string => join(storage, "bin", `${command}.cjs`);

async function writeLauncher(ports: HubProgramPorts): Promise<void> {
  const text = [
    "// Written by MCP Hub, for apps that start a program: starts the version that is installed.",
    `process.argv[1] = ${JSON.stringify(ports.bundle)};`,
    'require("node:module").runMain();',
    "",
  ].join("\n");
  await mkdir(join(ports.storage, "bin"), { recursive: true, mode: 0o700 });
  await replaceFile(launcherOf(ports), text, 0o600);
}

async function isInstalled({ PATH, Path }: HubProgramPorts["env"]): Promise<boolean> {
  const folders = (PATH ?? Path ?? "").split(delimiter).filter((folder) => folder !== "");
  const name = process.platform === "win32" ? `${command}.cmd` : command;
  const there = await Promise.all(
    folders.map((folder) =>
      access(join(folder, name), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return there.includes(true);
}
