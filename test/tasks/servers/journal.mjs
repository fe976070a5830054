import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** @typedef {Readonly<{ did: string } & Record<string, any>>} Entry */

/** What took effect, in a file that outlives the process; without a file, in memory. */
export class Journal {
  /** @param {string | undefined} file */
  constructor(file) {
    this.file = file;
    /** @type {Entry[]} */
    this.entries = file && existsSync(file) ? readJournal(file) : [];
  }

  /** @param {string} did @param {object} what */
  add(did, what) {
    const entry = { did, ...what };
    this.entries.push(entry);
    if (this.file) appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
  }

  /** @param {string} did */
  of(did) {
    return this.entries.filter((entry) => entry.did === did);
  }

  /** @param {string} did */
  count(did) {
    return this.of(did).length;
  }
}

/** @param {string} file @returns {Entry[]} */
const readJournal = (file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
