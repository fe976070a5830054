// The suites of `npm test`: which test files belong to which, what runs them, and how long they may take. Each suite is
// split into jobs. A job is what one process runs: nothing in it can disturb a test of another job through shared memory.

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} says
 * @property {readonly string[]} folders below test; a file in none of these belongs to the unit suite
 * @property {string} program the script that runs a job, below test/host
 * @property {number} testTimeoutMs for one test, unless the test sets its own
 * @property {number} limitMs for one job
 * @property {"file" | "folder" | "suite"} jobPer how the suite is split
 * @property {boolean} [repeats] true: a job in which a test fails is run once more, see `runTwice`
 */

/**
 * @typedef {object} Job
 * @property {string} name such as window/tree, or core
 * @property {Suite} suite
 * @property {readonly string[]} files bundled tests, relative to the repository
 */

/** @type {readonly Suite[]} */
export const suites = [
  {
    name: "alone",
    says: "with nothing beside it",
    folders: ["alone"],
    program: "mochaProcess.mjs",
    testTimeoutMs: 30_000,
    limitMs: 10 * 60_000,
    jobPer: "folder",
  },
  {
    name: "unit",
    says: "plain Node",
    folders: [],
    program: "mochaProcess.mjs",
    testTimeoutMs: 30_000,
    limitMs: 10 * 60_000,
    jobPer: "folder",
  },
  {
    name: "page",
    says: "pages in a browser",
    folders: ["panel"],
    program: "mochaProcess.mjs",
    testTimeoutMs: 30_000,
    limitMs: 10 * 60_000,
    jobPer: "folder",
    repeats: true,
  },
  {
    name: "extensionHost",
    says: "in the extension host",
    folders: ["extensionHost"],
    program: "runInEditor.mjs",
    testTimeoutMs: 120_000,
    limitMs: 10 * 60_000,
    jobPer: "suite",
  },
  {
    name: "window",
    says: "as a person",
    folders: ["window"],
    program: "mochaProcess.mjs",
    testTimeoutMs: 180_000,
    limitMs: 10 * 60_000,
    jobPer: "file",
    repeats: true,
  },
];

/**
 * The suite that a bundled test file belongs to.
 *
 * @param {string} file such as out/test/core/retry.test.js
 */
export function suiteOf(file) {
  return suiteOfFolder(folderOf(file)).name;
}

/** @param {string} file */
const folderOf = (file) => shortName(file).split("/").slice(0, -1)[0] ?? "";

/** @param {string} folder */
function suiteOfFolder(folder) {
  const suite = suites.find(({ folders }) => folders.includes(folder)) ?? suites.find(({ name }) => name === "unit");
  if (!suite) throw new Error("There is no unit suite.");
  return suite;
}

/**
 * What a bundled test file is called in reports.
 *
 * @param {string} file such as out/test/core/retry.test.js
 * @returns {string} such as core/retry
 */
export const shortName = (file) =>
  file
    .replaceAll("\\", "/")
    .replace(/^.*?out\/test\//, "")
    .replace(/\.test\.js$/, "");

/**
 * The jobs that run these files.
 *
 * @param {readonly string[]} files
 * @returns {Job[]}
 */
export function jobsOf(files) {
  /** @type {Map<string, { name: string, suite: Suite, files: string[] }>} */
  const jobs = new Map();
  for (const file of files) {
    const folder = folderOf(file);
    const suite = suiteOfFolder(folder);
    const perFile = suite.jobPer === "file" || splitFolders.includes(folder);
    const name = perFile ? shortName(file) : suite.jobPer === "suite" ? suite.name : folderJob(file, folder);
    const job = jobs.get(name) ?? { name, suite, files: [] };
    job.files.push(file);
    jobs.set(name, job);
  }
  return [...jobs.values()];
}

/**
 * The job of a file whose suite has one for each folder; in a large folder, one for each folder in it.
 *
 * @param {string} file
 * @param {string} folder
 */
function folderJob(file, folder) {
  if (!largeFolders.includes(folder)) return folder || "top";
  return shortName(file).split("/").slice(0, -1).slice(0, 2).join("/");
}

/** The folders of unit tests that would take too long as one job. */
const largeFolders = ["mcp"];

/** The folders of unit tests whose files take so long that each is a job. */
const splitFolders = ["faults"];

/** The jobs that take longest, the longest first: begun first, they do not keep one lane busy after the others have ended. */
const longest = [
  "gateway",
  "headless",
  "panel",
  "conformance",
  "faults/faultTable",
  "faults/exactlyOnce",
  "mcp/link",
  "mcp/oauth",
  "others",
  "window/everything",
  "window/commands",
  "window/orphans",
  "window/settings",
  "window/tree",
  "window/panel",
  "window/questions",
  "window/useFrom",
];

/** The suites that need no editor. */
const withoutEditor = ["unit", "page"];

/** @param {Job} job */
export const needsEditor = ({ suite }) => !withoutEditor.includes(suite.name);

/**
 * The jobs in the order of a queue that is drained from both ends. Windows come first and plain Node last, and the long
 * jobs of each are at their end, so that they are begun early.
 *
 * @param {readonly Job[]} jobs
 * @returns {Job[]}
 */
export function queueOf(jobs) {
  const rank = (/** @type {Job} */ { name }) => (longest.includes(name) ? longest.indexOf(name) : longest.length);
  const sorted = [...jobs].sort((a, b) => rank(a) - rank(b));
  return [...sorted.filter(needsEditor), ...sorted.filter((job) => !needsEditor(job)).reverse()];
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
