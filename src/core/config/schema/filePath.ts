import type { VariableContext } from "../../kernel/ports";

/** Whether a path is absolute, on Windows or elsewhere. */
export const isAbsolutePath = (path: string): boolean => /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);

/** Joins a folder and a relative path with the separator that the folder uses. */
export function joinPath(folder: string, path: string): string {
  const separator = folder.includes("\\") && !folder.includes("/") ? "\\" : "/";
  return folder.replace(/[\\/]+$/, "") + separator + path.replace(/^\.[\\/]+/, "");
}

/** The name of a folder alone. */
export const folderName = (path: string): string => path.split(/[\\/]/).findLast((part) => part !== "") ?? path;

/** Replaces a leading `~` with the person's home folder. */
export const expandHome = (path: string, { userHome }: Pick<VariableContext, "userHome">): string =>
  path === "~" ? userHome : /^~[\\/]/.test(path) ? joinPath(userHome, path.slice(2)) : path;
