import type { WatchedSettings } from "../watchedSettings";

/** How long to wait for VS Code to report a change of the settings. */
const changeMs = 3000;

/** Writes, then waits until the settings have been reread. */
export async function untilReread<T>(settings: Pick<WatchedSettings, "onChange">, write: () => Promise<T>): Promise<T> {
  let settle = () => {};
  const changed = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const listener = settings.onChange(settle);
  const timer = setTimeout(settle, changeMs);
  try {
    const result = await write();
    await changed;
    return result;
  } finally {
    clearTimeout(timer);
    listener.dispose();
  }
}
