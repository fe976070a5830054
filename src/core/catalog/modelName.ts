import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { ServerId } from "../../protocol/hubEvent";
import type { HubTool } from "./catalog";

/** The longest tool name that language-model APIs accept. */
export const maxModelName = 64;
/** Some providers refuse a name that begins with a digit or a dash. */
const plain = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const digestLength = 8;
const endsLikeDigest = /_[0-9a-f]{8}$/;

/**
 * The name by which language models call a tool: `server__tool`. It depends only on the two names, so it is the same after a restart and
 * in any order. If the plain form is too long, contains other characters, or could be read as another pair of names, a digest of both names
 * is added. Plain names never look like that, so the two kinds cannot collide. `longest`: for a reader who puts something before it.
 */
export function modelName(server: ServerId, tool: string, longest = maxModelName): string {
  const name = `${server}__${tool}`;
  const unambiguous = !server.includes("__") && !server.endsWith("_") && !tool.startsWith("_");
  if (unambiguous && name.length <= longest && plain.test(name) && !endsLikeDigest.test(name)) return name;

  const digest = bytesToHex(sha256(utf8ToBytes(`${server}\u0000${tool}`))).slice(0, digestLength);
  const readable = `${serverInName(server)}__${tool}`.replace(/[^A-Za-z0-9_-]+/g, "_");
  return `${readable.slice(0, longest - digestLength - 1)}_${digest}`;
}

/** Whether a tool has this model name: that of its alias, or that of its own name. */
export const hasModelName = ({ modelName: known, server, tool, shown = tool }: HubTool, name: string): boolean =>
  known === name || (shown.name !== tool.name && modelName(server, tool.name) === name);

/** The part of a digested name that stands for the server. */
export function serverInName(server: ServerId): string {
  const part = server.slice(0, 24).replace(/[^A-Za-z0-9_-]+/g, "_");
  return /^[A-Za-z_]/.test(part) ? part : `_${part}`;
}
