import { type FSWatcher, watch } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Clock } from "../core/kernel/clock";
import type { Disposable } from "../core/kernel/disposable";

/** How often the file is looked at where nothing says that it changed, and how long changes are gathered, in milliseconds. */
const times = { lookMs: 2000, gatherMs: 100 } as const;

/**
 * Follows a file: `changed` gets its text each time that it is another one. The folder is watched, because editors replace files; where it
 * cannot be watched, as on some mounted volumes, the file is looked at every two seconds.
 */
export function followFile(
  path: string,
  clock: Clock,
  text: string,
  changed: (text: string) => void,
  report: (error: unknown) => void,
): Disposable {
  let known = text;
  let isOver = false;
  let seen = "";
  let gathering: Disposable | undefined;
  const read = async () => {
    gathering = undefined;
    const now = await readFile(path, "utf8").catch(() => undefined); // it is being replaced, or was removed: the last one holds
    if (isOver || now === undefined || now === known) return;
    known = now;
    changed(now);
  };
  const soon = () => {
    gathering ??= clock.after(times.gatherMs, () => void read());
  };
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name === null || name === basename(path)) soon();
    });
    watcher.on("error", report);
  } catch (error) {
    report(error);
  }
  const look = (): Disposable =>
    clock.after(
      times.lookMs,
      () => {
        void stat(path).then(
          ({ mtimeMs, size, ino }) => {
            const now = `${mtimeMs} ${size} ${ino}`;
            if (seen !== "" && now !== seen) soon();
            seen = now;
          },
          () => undefined, // it is being replaced, or was removed: the last one holds
        );
        if (!isOver) looking = look();
      },
      true,
    );
  let looking = look();
  return {
    dispose() {
      isOver = true;
      gathering?.dispose();
      looking.dispose();
      watcher?.close();
    },
  };
}
