// The suites of `npm test`: which test files belong to which, what runs them, and how long they may take.

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} says
 * @property {readonly string[]} folders below test; what is in none of any suite is a unit test
 * @property {string} program the script that runs it, below test/host
 * @property {number} testTimeoutMs for one test, unless it says otherwise
 * @property {number} limitMs for all of it
 */

/** @type {readonly Suite[]} */
export const suites = [
  {
    name: "alone",
    says: "with nothing beside it",
    folders: ["alone", "limits"],
    program: "mochaProcess.mjs",
    testTimeoutMs: 30_000,
    limitMs: 10 * 60_000,
  },
  {
    name: "unit",
    says: "plain Node",
    folders: [],
    program: "mochaProcess.mjs",
    testTimeoutMs: 30_000,
    limitMs: 22 * 60_000,
  },
  {
    name: "editor",
    says: "in the extension host",
    folders: ["extensionHost"],
    program: "runInEditor.mjs",
    testTimeoutMs: 120_000,
    limitMs: 10 * 60_000,
  },
  {
    name: "window",
    says: "as a person",
    folders: ["window"],
    program: "mochaProcess.mjs",
    testTimeoutMs: 180_000,
    limitMs: 40 * 60_000,
  },
];

/**
 * The suite that a bundled test file belongs to.
 *
 * @param {string} file such as out/test/core/retry.test.js
 */
export function suiteOf(file) {
  const folder = file.split("/")[2] ?? "";
  return suites.find(({ folders }) => folders.includes(folder))?.name ?? "unit";
}

/**
 * The files that were asked for: all of them, or those whose path holds one of the words.
 *
 * @param {readonly string[]} files
 * @param {readonly string[]} words such as core, or window/panel
 */
export function selected(files, words) {
  if (words.length === 0) return [...files];
  const wanted = words.map((word) =>
    word
      .replaceAll("\\", "/")
      .replace(/^(\.\/)?test\//, "")
      .replace(/\/$/, ""),
  );
  return files.filter((file) =>
    wanted.some((word) => suiteOf(file) === word || `${file.replace(/^out\/test\//, "")}`.startsWith(word)),
  );
}
