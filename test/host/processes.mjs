// Processes as the operating system sees them: who is whose child, who carries a mark, and how to end a whole tree.
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

const exec = promisify(execFile);

/**
 * @typedef {object} RunningProcess
 * @property {number} pid
 * @property {number} parent
 * @property {string} command the whole command line
 * @property {string} started when it started, in the system's own unit: with the pid it names one process for ever
 */

/**
 * Everything that runs on this machine and can be seen by this user. Zombies are left out: they have ended.
 *
 * @returns {Promise<RunningProcess[]>} empty on Windows, where trees are ended by `taskkill` instead
 */
export async function listProcesses() {
  if (process.platform === "linux") return listFromProc();
  if (process.platform === "win32") return [];
  const { stdout } = await exec("ps", ["-A", "-o", "pid=,ppid=,stat=,lstart=,command="], { maxBuffer: 1 << 24 });
  return parsePs(stdout);
}

/**
 * Reads the output of `ps -A -o pid=,ppid=,stat=,lstart=,command=`.
 *
 * @param {string} text
 * @returns {RunningProcess[]}
 */
export function parsePs(text) {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(line);
    if (!match) return [];
    const [, pid = "", parent = "", state = "", started = "", command = ""] = match;
    return state.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent), command, started }];
  });
}

/** @returns {Promise<RunningProcess[]>} */
async function listFromProc() {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const [stat, command] = await Promise.all([readProc(`/proc/${id}/stat`), readProc(`/proc/${id}/cmdline`)]);
      // The name in field 2 may hold spaces and parentheses: what matters comes after the last ")".
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (!stat || fields[0] === "Z" || fields[0] === "X") return [];
      return [
        {
          pid: Number(id),
          parent: Number(fields[1]),
          command: command.replaceAll("\0", " ").trim(),
          started: fields[19] ?? "",
        },
      ];
    }),
  );
  return found.flat();
}

/**
 * @param {string} path
 * @returns {Promise<string>} "" when the process has just ended or is not ours to read
 */
async function readProc(path) {
  try {
    return await readFile(path, "latin1");
  } catch (error) {
    if (error instanceof Error && "code" in error && /^(ENOENT|ESRCH|EACCES|EPERM)$/.test(String(error.code)))
      return "";
    throw error;
  }
}

/**
 * Whether the environment that a process was started with holds this text (Linux only; false elsewhere).
 * A detached process keeps its environment, so a mark in it finds what has left the tree.
 *
 * @param {number} pid
 * @param {string} mark
 */
export async function carriesMark(pid, mark) {
  if (process.platform !== "linux") return false;
  return (await readProc(`/proc/${pid}/environ`)).includes(mark);
}

/** Linux counts a process's time in hundredths of a second. */
const ticksPerSecond = 100;

/**
 * The seconds of a processor that this process has used, and on Linux those of all below it that have ended.
 *
 * @returns {Promise<number>}
 */
export async function processorSeconds() {
  const { user, system } = process.cpuUsage();
  const stat = await readProc("/proc/self/stat");
  const [, , inChildren = "0", inChildrenSystem = "0"] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11);
  return (user + system) / 1e6 + (Number(inChildren) + Number(inChildrenSystem)) / ticksPerSecond;
}

/**
 * The processes below `root`, without `root` itself.
 *
 * @param {readonly RunningProcess[]} all
 * @param {number} root
 * @returns {RunningProcess[]}
 */
export function descendants(all, root) {
  const children = all.filter((one) => one.parent === root && one.pid !== root);
  return children.flatMap((child) => [child, ...descendants(all, child.pid)]);
}

/**
 * Ends a process and everything below it, and whatever carries `mark`; returns when all of it is gone.
 *
 * @param {number | undefined} root
 * @param {{ mark?: string, graceMs?: number }} [options] `graceMs`: how long they may take to end by themselves
 */
export async function killTree(root, { mark, graceMs = 2000 } = {}) {
  if (process.platform === "win32") {
    if (root !== undefined) await exec("taskkill", ["/pid", String(root), "/t", "/f"]).catch(alreadyGone);
    return;
  }
  const victims = new Map((await family(root, mark)).map((one) => [one.pid, one.started]));
  for (const pid of victims.keys()) signal(pid, "SIGTERM");
  const deadline = Date.now() + graceMs;
  for (;;) {
    // Looked up again each time: a dying process may have started another, and a pid may be someone else's by now.
    const all = await listProcesses();
    const left = [
      ...all.filter((one) => victims.get(one.pid) === one.started),
      ...(await family(root, mark, all)).filter((one) => !victims.has(one.pid)),
    ];
    if (left.length === 0) return;
    if (Date.now() > deadline) for (const one of left) signal(one.pid, "SIGKILL");
    if (Date.now() > deadline + 5000) {
      throw new Error(
        `These processes could not be ended: ${left.map((one) => `${one.pid} ${one.command}`).join("; ")}`,
      );
    }
    await delay(50);
  }
}

/**
 * @param {number | undefined} root
 * @param {string | undefined} mark
 * @param {RunningProcess[]} [known]
 * @returns {Promise<RunningProcess[]>}
 */
async function family(root, mark, known) {
  const all = known ?? (await listProcesses());
  const tree = root === undefined ? [] : [...all.filter((one) => one.pid === root), ...descendants(all, root)];
  if (!mark) return tree;
  const marked = await Promise.all(all.map(async (one) => ((await carriesMark(one.pid, mark)) ? [one] : [])));
  return [...new Map([...tree, ...marked.flat()].map((one) => [one.pid, one])).values()].filter(
    (one) => one.pid !== process.pid,
  );
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    alreadyGone(error);
  }
}

/** @param {unknown} error */
function alreadyGone(error) {
  const gone = error instanceof Error && (/ESRCH/.test(error.message) || ("code" in error && error.code === 128));
  if (!gone) throw error;
}
