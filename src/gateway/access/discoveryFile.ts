import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { isObject } from "../../protocol/isObject";
import { codeOf } from "../../protocol/systemError";
import { writePrivateFile } from "./privateFile";

/** What other programs of the user may know of a running gateway. It has no token. */
export interface Discovery {
  readonly url: string;
  readonly pid: number;
  /** The address for all clients, which one process at a time has; missing while another one has it. */
  readonly address?: string;
  /** The socket or pipe for `mcp-client-hub stdio`; missing where there is none. */
  readonly socket?: string;
  /** The path of the workspace; missing where there is none. */
  readonly workspace?: string;
  /** Of the hub. */
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

const discoveryFile = /^gateway-(\d{1,10})\.json$/;

/** A file is small; what is larger is not of the hub. In bytes. */
const sizeLimit = 16 * 1024;

/** Writes the file of this process, which only the user can read. Rejects with Node's error. */
export async function writeDiscovery(folder: string, discovery: Discovery): Promise<{ remove(): Promise<void> }> {
  const name = `gateway-${discovery.pid}.json`;
  const file = join(folder, name);
  await writePrivateFile(folder, name, JSON.stringify(discovery));
  return {
    async remove() {
      const present = await readDiscovery(file);
      if (present?.url === discovery.url && present.startedAt === discovery.startedAt) await rm(file, { force: true });
    },
  };
}

/** The gateways that run, the newest first. What a process left behind that is gone is removed. Never rejects. */
export async function findGateways(folder: string): Promise<readonly Discovery[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.map(async (name): Promise<readonly Discovery[]> => {
      const pid = Number(discoveryFile.exec(name)?.[1]);
      if (!Number.isInteger(pid)) return [];
      const file = join(folder, name);
      if (!isAlive(pid)) {
        await rm(file, { force: true }).catch(() => {}); // another process may be removing it
        return [];
      }
      const discovery = await readDiscovery(file);
      return discovery?.pid === pid ? [discovery] : [];
    }),
  );
  return found.flat().toSorted((a, b) => b.startedAt - a.startedAt);
}

async function readDiscovery(file: string): Promise<Discovery | undefined> {
  try {
    const text = await readFile(file, "utf8");
    const value: unknown = text.length > sizeLimit ? undefined : JSON.parse(text);
    if (!isObject(value)) return undefined;
    const { url, pid, workspace, version, startedAt, socket, address } = value;
    if (typeof url !== "string" || typeof pid !== "number" || typeof version !== "string") return undefined;
    if (typeof startedAt !== "number" || (workspace !== undefined && typeof workspace !== "string")) return undefined;
    return {
      url,
      pid,
      ...(typeof address === "string" && { address }),
      ...(typeof socket === "string" && { socket }),
      ...(workspace !== undefined && { workspace }),
      version,
      startedAt,
    };
  } catch {
    return undefined; // missing, or being removed
  }
}

/** A process of another user is alive as well. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}
