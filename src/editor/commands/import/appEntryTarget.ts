import type { Candidate } from "../../../core/apps/import/candidate";
import type { AppEntryTarget } from "../../manifest/commandTable";

/** The server that the command was called for; `undefined` where the person chooses. Other extensions may pass anything. */
export function appEntryTarget(argument: unknown): AppEntryTarget | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  const file: unknown = Reflect.get(argument, "file");
  const path: unknown = Reflect.get(argument, "path");
  if (typeof file !== "string" || !Array.isArray(path)) return undefined;
  return { file, path: path.filter((step) => typeof step === "string" || typeof step === "number") };
}

/** Whether a candidate is that server. */
export const isAt = ({ file, path }: AppEntryTarget, { source, entry }: Candidate): boolean =>
  source.file.path === file && JSON.stringify(entry.path) === JSON.stringify(path);
