import type { VariableContext } from "../../kernel/ports";

/** Whether a path says where it is by itself, on Windows or elsewhere. */
export const isAbsolutePath = (path: string): boolean => /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);

/** A path inside a folder, with the separator that the folder is written with. */
export function joinPath(folder: string, path: string): string {
  const separator = folder.includes("\\") && !folder.includes("/") ? "\\" : "/";
  return folder.replace(/[\\/]+$/, "") + separator + path.replace(/^\.[\\/]+/, "");
}

/** `~` and what begins with `~/`, in the person's home folder; any other path as it is. */
export const expandHome = (path: string, { userHome }: VariableContext): string =>
  path === "~" ? userHome : /^~[\\/]/.test(path) ? joinPath(userHome, path.slice(2)) : path;
