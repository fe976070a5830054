import { message } from "../../../protocol/message";
import { HubError } from "../../kernel/hubError";
import { safeLine } from "../../kernel/redact";
import type { AppFile, ReadAppFile } from "../app";
import { appPlaces } from "../appFiles";
import { readAppFile } from "../reading/readAppFile";
import type { System } from "../system";
import type { AppFiles } from "../use/appFilePorts";
import type { ImportSource } from "./candidate";

/** How often a file is read again that changes meanwhile, or is half written. */
const attempts = 4;

/**
 * The files of all apps on this machine that hold servers, or that cannot be read: a problem says why then. Nothing is written. The
 * folders of a workspace are looked through, too, where `system` names them.
 *
 * @param pause waits a moment before a file is read again
 */
export async function findSources(
  system: System,
  files: Pick<AppFiles, "load">,
  pause: () => Promise<void>,
): Promise<readonly ImportSource[]> {
  const texts = new Map<string, Promise<Loaded>>();
  const load = (path: string): Promise<Loaded> => {
    const known = texts.get(path) ?? loaded(path, files);
    texts.set(path, known);
    return known;
  };
  const index = async (path: string) => {
    const text = await load(path);
    return typeof text === "string" ? text : undefined;
  };
  const places = await appPlaces(system, index);
  await Promise.all(places.map(({ file }) => load(file.path)));
  const sources: ImportSource[] = [];
  for (const { app, file } of places) {
    const text = await load(file.path);
    if (text === undefined) continue;
    // What cannot be read is there, too: the person hears why.
    const read = await settled(file, text, files, pause);
    if (read.entries.length > 0 || read.problems.length > 0) sources.push({ app, file, read });
  }
  return sources;
}

/** A text, the reason why there is none, or `undefined` for a missing file. */
export type Loaded = string | HubError | undefined;

/** Reads a file; a failure becomes the reason. */
export async function loaded(path: string, files: Pick<AppFiles, "load">): Promise<Loaded> {
  try {
    return await files.load(path);
  } catch (error) {
    if (error instanceof HubError) return error;
    throw error;
  }
}

/** Reads a file until two looks at it are the same: another program may be writing it. */
export async function settled(
  file: AppFile,
  first: Loaded,
  files: Pick<AppFiles, "load">,
  pause: () => Promise<void>,
): Promise<ReadAppFile> {
  let text = first;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const again = await loaded(file.path, files);
    if (again instanceof HubError) return failed(again.message);
    if (again === text) {
      const read = readAppFile(file, text ?? "");
      const isBroken = read.problems.some(({ line }) => line !== undefined);
      // Perhaps it is only half written: a second look costs little.
      if (!isBroken || attempt > 1) return read;
    }
    text = again;
    await pause();
  }
  return failed(
    message("import.restless", "{path} keeps changing while it is read. Import again when nothing writes to it.", {
      path: safeLine(file.path, 300),
    }),
  );
}

const failed = (words: string): ReadAppFile => ({
  entries: [],
  problems: [{ path: [], severity: "error", message: words }],
});
