// Where things are. npm runs scripts from the repository's root, and every script here relies on that.
import { join, resolve } from "node:path";

export const repository = process.cwd();

/** What set-up installs and keeps between runs; git ignores it. */
export const cache = resolve(repository, ".vscode-test");

/** What a run leaves to be looked at: bundled tests, logs, screenshots, results; git ignores it. */
export const out = resolve(repository, "out");
export const logs = join(out, "logs");

/** How long each test file of the last run took. */
export const times = join(out, "times.txt");

/** What the hub without an editor learns of servers: a folder for each job, emptied at the start of a run. */
export const state = join(out, "state");

/** What each window of a run wrote, in the order in which they were closed. */
export const windowLogs = join(logs, "windows");

/** The workspace that a demonstration and most window tests open; always copied, never opened in place. */
export const demo = resolve(repository, "test/host/demo");
