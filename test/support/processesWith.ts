import { readdirSync, readFileSync } from "node:fs";

/** The numbers of the running processes (zombies aside) whose environment holds `name=value`. Linux only. */
export function processesWith(name: string, value: string): readonly number[] {
  const wanted = `${name}=${value}`;
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => read(`/proc/${pid}/environ`).split("\0").includes(wanted))
    .filter((pid) => !/\) [ZX] /.test(read(`/proc/${pid}/stat`)))
    .map(Number);
}

/** A process may end while it is looked at: then it is not running. */
function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
