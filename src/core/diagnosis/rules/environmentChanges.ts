import type { Evidence } from "../evidence";
import type { EntryChange } from "../finding";

/** The folder of a file, on any system. */
export const folderOf = (file: string): string => file.replace(/[\\/][^\\/]*$/, "");

/** A variable of the entry's environment; other variables of it stay. */
export function envChange({ config }: Evidence, name: string, value: string): EntryChange {
  const env = config && "env" in config ? config.env : undefined;
  return env === undefined ? { path: ["env"], value: { [name]: value } } : { path: ["env", name], value };
}

/** A folder before all others of the PATH. */
export function pathWith(evidence: Evidence, folder: string): EntryChange {
  const separator = evidence.surroundings.platform === "win32" ? ";" : ":";
  return envChange(evidence, "PATH", `${folder}${separator}\${env:PATH}`);
}
