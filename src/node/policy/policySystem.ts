import { execFileSync } from "node:child_process";
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
} from "node:fs";
import { policyFileLimit } from "../../core/config/reading/organizationPolicy";
import { message } from "../../protocol/message";
import { type Entry, ownedPath, type PathSystem } from "./ownedPath";
import { accessProblem, withFolders } from "./windowsAccess";

/** The text of a policy file that only an administrator can change, or why it cannot be used, as the end of a sentence. */
export type SafeText = { readonly text: string } | { readonly problem: string };

/** Reads a policy file of this machine. Throws what the system answers. */
export type ReadSafely = (path: string) => SafeText;

/** How long Windows may take to say who may change a file, in milliseconds. */
const accessListMs = 15_000;

/** As POSIX has it: owner and permission bits of the file and of every folder and link on the way. */
export const readOwnedFile =
  (system: PathSystem = posixSystem()): ReadSafely =>
  (path) => {
    const owned = ownedPath(path, system);
    return "problem" in owned ? owned : readChecked(owned.path, owned.entry);
  };

/** As Windows has it: the access lists of the file and of every folder above it. Junctions and links are resolved first. */
export const readListedFile =
  (
    descriptorOf: (path: string) => string = descriptor,
    resolve: (path: string) => string = realpathSync.native,
  ): ReadSafely =>
  (path) => {
    const real = resolve(path);
    const names = real === path ? withFolders(path) : [...withFolders(real), ...withFolders(path).slice(1)];
    for (const name of new Set(names)) {
      const problem = accessProblem(descriptorOf(name), name, name === real ? "file" : "folder");
      if (problem !== undefined) return { problem };
    }
    return readChecked(real);
  };

/** Reads what was checked, and not what took its name meanwhile. */
function readChecked(path: string, checked?: Entry): SafeText {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const entry = entryOf(fstatSync(file));
    const { size } = fstatSync(file);
    const isSame = !checked || (entry.dev === checked.dev && entry.ino === checked.ino);
    if (!isSame || entry.kind !== "file")
      return { problem: message("policyFile.replaced", "{path} was replaced while it was read", { path }) };
    if (size > policyFileLimit) return { problem: message("policyFile.large", "{path} is larger than 1 MB", { path }) };
    const bytes = Buffer.alloc(size);
    const length = readSync(file, bytes, 0, size, 0);
    return { text: bytes.toString("utf8", 0, length) };
  } finally {
    closeSync(file);
  }
}

const entryOf = (stats: Stats): Entry => ({
  kind: stats.isFile() ? "file" : stats.isDirectory() ? "folder" : stats.isSymbolicLink() ? "link" : "other",
  uid: stats.uid,
  mode: stats.mode,
  dev: stats.dev,
  ino: stats.ino,
});

/** This machine. Root may write everywhere, and is who the file has to belong to. */
export const posixSystem = (uid = process.getuid?.()): PathSystem => ({
  lstat: (path) => entryOf(lstatSync(path)),
  readlink: (path) => readlinkSync(path),
  mayWrite: (path) => {
    if (uid === 0) return false;
    try {
      accessSync(path, constants.W_OK);
      return true;
    } catch {
      return false; // also where nothing is said: the bits have been checked
    }
  },
});

/** The security descriptor of a file in the text form, as PowerShell tells it. */
function descriptor(path: string): string {
  const script = "[Console]::Out.Write((Get-Acl -LiteralPath $env:MCP_HUB_CHECKED_PATH).Sddl)";
  const shell = `${process.env.SystemRoot ?? "C:\\Windows"}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
  return execFileSync(shell, ["-NoProfile", "-NonInteractive", "-Command", script], {
    encoding: "utf8",
    timeout: accessListMs,
    windowsHide: true,
    maxBuffer: 1024 * 1024,
    env: { SystemRoot: process.env.SystemRoot, MCP_HUB_CHECKED_PATH: path },
  });
}
