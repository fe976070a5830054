import { createWriteStream } from "node:fs";

const logLimit = 20_000_000;

/**
 * A log file that stops growing at 20 million characters.
 *
 * @param {string} path
 */
export function boundedLog(path) {
  const file = createWriteStream(path);
  let written = 0;
  return {
    write: (/** @type {string | Buffer} */ text) => {
      if (written > logLimit || !file.writable) return;
      written += text.length;
      file.write(written > logLimit ? "\n(The log is full.)\n" : text);
    },
    /** @type {() => Promise<void>} */
    close: () => new Promise((resolve) => file.end(() => resolve())),
  };
}
