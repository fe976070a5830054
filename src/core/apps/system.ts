/** What decides where apps keep their files. */
export interface System {
  readonly platform: "linux" | "darwin" | "win32";
  /** The person's home folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the open workspace, for files of projects. */
  readonly workspace?: string;
  /** All folders of the workspace, where it has several. */
  readonly folders?: readonly string[];
}

const separatorOn = ({ platform }: Pick<System, "platform">): string => (platform === "win32" ? "\\" : "/");

/** The folder of the workspace that a path is in; the innermost, where one is in another. */
export function projectOf(system: System, path: string): string | undefined {
  const { workspace, folders = workspace === undefined ? [] : [workspace] } = system;
  return folders
    .map((folder) => folder.replace(/[\\/]+$/, ""))
    .filter((folder) => path.startsWith(`${folder}${separatorOn(system)}`))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** Joins names to a path with the separator of that system, whichever system this code runs on. */
export function pathOn(system: System, first: string, ...names: readonly string[]): string {
  const separator = separatorOn(system);
  const folder = first.replace(system.platform === "win32" ? /[\\/]+$/ : /\/+$/, "");
  return [folder, ...names.flatMap((name) => name.split("/"))].join(separator);
}

/** A path below the home folder. */
export const inHome = (system: System, path: string): string => pathOn(system, system.home, path);

/** A path in the workspace; none where no folder is open. */
export const inWorkspace = (system: System, path: string): readonly string[] =>
  system.workspace === undefined ? [] : [pathOn(system, system.workspace, path)];

/** A path below the folder that a variable of the environment names, or else below a folder in the home folder. */
export function inFolderOf(system: System, variable: string, homeFolder: string, path: string): string {
  const folder = system.env[variable];
  return folder ? pathOn(system, folder, path) : pathOn(system, system.home, homeFolder, path);
}

/** Below `XDG_CONFIG_HOME` (XDG Base Directory Specification 0.8), or else `~/.config`. */
export const inXdgConfig = (system: System, path: string): string =>
  inFolderOf(system, "XDG_CONFIG_HOME", ".config", path);

/** Where programs with a window keep their settings: Application Support on macOS, AppData\Roaming on Windows, `~/.config` elsewhere. */
export function inAppData(system: System, path: string): string {
  if (system.platform === "win32") return inFolderOf(system, "APPDATA", "AppData/Roaming", path);
  if (system.platform === "darwin") return inHome(system, `Library/Application Support/${path}`);
  return inXdgConfig(system, path);
}
