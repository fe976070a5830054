import type { ServerDefinition } from "../../config/schema/serverDefinition";
import { locationOf, type SettingsLocation, sameLocation } from "../../config/schema/settingsLocation";
import type { StateStore } from "../../kernel/ports";
import { isPlain } from "../editing/place";

/** Where a server of the hub was imported from. It holds no secret. */
export interface Origin extends Pick<SettingsLocation, "source"> {
  readonly scope: "user" | "workspace";
  /** Its name in the settings. */
  readonly server: string;
  readonly app: string;
  readonly file: string;
  readonly path: readonly (string | number)[];
  /** What the app's entry said then (`setupText`). */
  readonly setup: string;
}

const key = "apps.origins";

/** Origins that are remembered; the oldest go first. */
const limit = 300;

/** Where servers were imported from, so that a change of the source is noticed. */
export class Origins {
  constructor(private readonly state: StateStore) {}

  all(): readonly Origin[] {
    const kept = this.state.get(key);
    return Array.isArray(kept) ? kept.flatMap(read) : [];
  }

  async put(added: readonly Origin[]): Promise<void> {
    const others = this.all().filter((one) => !added.some((origin) => isOfSame(one, origin)));
    await this.state.set(key, [...added, ...others].slice(0, limit));
  }

  /** A server of the hub is elsewhere, or called otherwise: it is still from where it was imported from. Settles with the way back. */
  async carry(from: ServerDefinition, to: ServerDefinition): Promise<() => Promise<void>> {
    const before = this.all();
    const { scope } = to;
    const isOf = (one: Origin) => one.server === (from.key ?? from.id) && sameLocation(one, from);
    const place = scope === "user" || scope === "workspace" ? { ...locationOf(to), scope, server: to.id } : undefined;
    const after = before.flatMap(({ source, ...one }): readonly Origin[] => {
      const origin = { ...one, ...(source !== undefined && { source }) };
      return !isOf(origin) ? [origin] : place ? [{ ...one, ...place }] : [];
    });
    await this.restore(after);
    return () => this.restore(before);
  }

  /** Puts back what was remembered before. */
  async restore(origins: readonly Origin[]): Promise<void> {
    await this.state.set(key, origins);
  }
}

const isOfSame = (one: Origin, other: Origin): boolean => one.server === other.server && sameLocation(one, other);

function read(value: unknown): readonly Origin[] {
  if (!isPlain(value)) return [];
  const { scope, source, server, app, file, path, setup } = value;
  if ((scope !== "user" && scope !== "workspace") || !Array.isArray(path)) return [];
  if (typeof server !== "string" || typeof app !== "string" || typeof file !== "string" || typeof setup !== "string")
    return [];
  const steps = path.filter((step) => typeof step === "string" || typeof step === "number");
  return [{ scope, ...(typeof source === "string" && { source }), server, app, file, path: steps, setup }];
}
