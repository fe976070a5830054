import { message } from "../../protocol/message";

/** What is known of one entry of a file system, without following a link. */
export interface Entry {
  readonly kind: "file" | "folder" | "link" | "other";
  /** The owner's number, and the permission bits as POSIX has them. */
  readonly uid: number;
  readonly mode: number;
  /** Together they tell one entry from another that takes its name. */
  readonly dev: number;
  readonly ino: number;
}

/** What the check asks of the system; each throws the system's own error. */
export interface PathSystem {
  lstat(path: string): Entry;
  readlink(path: string): string;
  /** Whether this process may write there by other means than the permission bits, such as an access list. */
  mayWrite(path: string): boolean;
}

/** As many links as Linux follows (path_resolution(7)). */
const linkLimit = 40;

const rootUid = 0;
const writableByOthers = 0o022;

/** The path without links, and what stands there; or why somebody other than root could change it, as the end of a sentence. */
export type OwnedPath = { readonly path: string; readonly entry: Entry } | { readonly problem: string };

/**
 * Follows a full POSIX path from the root, link by link, and checks every folder, every link and the file: each must belong to root and be
 * writable by root alone. Anyone who may write into a folder may put another file there, so the folders count as much as the file.
 */
export function ownedPath(path: string, system: PathSystem): OwnedPath {
  let done = "";
  let left = path.split("/").filter((part) => part !== "" && part !== ".");
  let links = 0;
  let entry = system.lstat("/");
  const first = problemOf("/", entry, system);
  if (first !== undefined) return { problem: first };
  while (left.length > 0) {
    const [name = "", ...rest] = left;
    left = rest;
    if (name === "..") {
      done = done.slice(0, Math.max(0, done.lastIndexOf("/")));
      continue;
    }
    const here = `${done}/${name}`;
    entry = system.lstat(here);
    const problem = problemOf(here, entry, system);
    if (problem !== undefined) return { problem };
    if (entry.kind === "link") {
      links++;
      if (links > linkLimit)
        return { problem: message("policyFile.links", "{path} is a loop of links", { path: here }) };
      const target = system.readlink(here);
      if (target.startsWith("/")) done = "";
      left = [...target.split("/").filter((part) => part !== "" && part !== "."), ...left];
      continue;
    }
    if (left.length > 0 && entry.kind !== "folder")
      return { problem: message("policyFile.notFolder", "{path} is not a folder", { path: here }) };
    done = here;
  }
  if (entry.kind !== "file")
    return { problem: message("policyFile.notFile", "{path} is not a file", { path: done || "/" }) };
  return { path: done, entry };
}

/** Why an entry could be changed by somebody who is not root; `undefined` if it could not. */
function problemOf(path: string, { kind, uid, mode }: Entry, system: PathSystem): string | undefined {
  if (uid !== rootUid)
    return message("policyFile.owner", "{path} belongs to the user with the ID {uid}, not to root", { path, uid });
  if (kind === "link") return undefined; // its permission bits mean nothing; its folder has been checked
  if ((mode & writableByOthers) !== 0)
    return message("policyFile.mode", "{path} can be written by users other than root (mode {mode})", {
      path,
      mode: (mode & 0o7777).toString(8).padStart(4, "0"),
    });
  if (system.mayWrite(path))
    return message("policyFile.access", "{path} can be written by you, because of an access control list", { path });
  return undefined;
}
