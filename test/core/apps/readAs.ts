import assert from "node:assert/strict";
import type { AppEntry } from "../../../src/core/apps/app";
import { apps } from "../../../src/core/apps/apps";
import { readAppFile } from "../../../src/core/apps/reading/readAppFile";
import { linux } from "./writtenEntries";

/** Reads a text as the file of an app whose path ends like this. */
export function read(id: string, text: string, pathEnd = "", system = linux) {
  const app = apps.find((one) => one.id === id);
  const file = [...(app?.files(system) ?? []), ...(app?.more?.files("{}", system) ?? [])].find(({ path }) =>
    path.endsWith(pathEnd),
  );
  assert.ok(file, `${id} has a file ${pathEnd}`);
  return readAppFile(file, text);
}

/** An entry in short: what there is to say. */
export function short({ config, isOff, disabledTools, allowedTools, problems }: AppEntry) {
  return {
    ...(config && { config }),
    ...(isOff && { isOff }),
    ...(disabledTools.length > 0 && { disabledTools }),
    ...(allowedTools && { allowedTools }),
    ...(problems.length > 0 && { problems: problems.map(({ message }) => message.replace(/^Server "[^"]*": /, "")) }),
  };
}

/** The servers of a file without problems, in short, by name. */
export const all = (id: string, text: string, pathEnd = "", system = linux) => {
  const { entries, problems } = read(id, text, pathEnd, system);
  assert.deepEqual(problems, []);
  return Object.fromEntries(entries.map((entry) => [entry.name, short(entry)]));
};
