import type { StateStore } from "../../kernel/ports";
import { isPlain } from "../editing/place";

/** What the hub remembers of a file that it has written: no secret. */
export interface ClientRecord {
  readonly path: string;
  /** The entry's client; missing where it needs none. */
  readonly client?: string;
  /** The hub has made the file. */
  readonly isNew?: true;
}

const key = "apps.files";

/** Files that are remembered; the oldest go first. */
const limit = 200;

/** Which client of the gateway belongs to which file: a file with a variable does not say so itself. */
export class ClientRecords {
  constructor(private readonly state: StateStore) {}

  of(path: string): ClientRecord | undefined {
    return this.all().find((record) => record.path === path);
  }

  async put(record: ClientRecord): Promise<void> {
    await this.state.set(key, [record, ...this.others(record.path)].slice(0, limit));
  }

  async remove(path: string): Promise<void> {
    await this.state.set(key, this.others(path));
  }

  private others(path: string): readonly ClientRecord[] {
    return this.all().filter((record) => record.path !== path);
  }

  private all(): readonly ClientRecord[] {
    const kept = this.state.get(key);
    return Array.isArray(kept) ? kept.flatMap(read) : [];
  }
}

function read(value: unknown): readonly ClientRecord[] {
  if (!isPlain(value) || typeof value.path !== "string") return [];
  const { path, client, isNew } = value;
  return [{ path, ...(typeof client === "string" && { client }), ...(isNew === true && { isNew }) }];
}
