import { type Catalog, type CatalogPart, emptyCatalog } from "../catalog/catalog";
import { inSlices } from "../kernel/timeSlices";

/** What a server offers now, or last offered. It publishes each change. */
export class OfferedCatalog {
  private stale: boolean;

  constructor(
    private offered: Catalog,
    private readonly publish: (catalog: Catalog, stale: boolean) => void,
  ) {
    this.stale = offered !== emptyCatalog;
  }

  get catalog(): Catalog {
    return this.offered;
  }

  /** Whether this is the last known catalog of a server that is not connected now. */
  get isStale(): boolean {
    return this.stale;
  }

  set(catalog: Catalog): void {
    this.change(catalog, false);
  }

  /**
   * Replaces parts of the catalog if they differ. Long lists are compared in time slices; `isCurrent` tells whether the update is still
   * valid after that.
   */
  async update(parts: Partial<Catalog>, isCurrent: () => boolean): Promise<void> {
    const wasMissing = this.offered.missing?.some(({ list }) => list in parts) ?? false;
    const isNew = this.stale || wasMissing || !(await isSame(parts, this.offered));
    if (!isNew || !isCurrent()) return;
    const { missing = [], ...lists } = this.offered;
    const left = missing.filter(({ list }) => !(list in parts));
    this.set({ ...lists, ...parts, ...(left.length > 0 && { missing: left }) });
  }

  /** Keeps the catalog and marks it as stale, because the server is not connected for the moment. */
  keep(): void {
    if (this.offered !== emptyCatalog) this.change(this.offered, true);
  }

  clear(): void {
    this.change(emptyCatalog, false);
  }

  private change(catalog: Catalog, stale: boolean): void {
    if (catalog === this.offered && stale === this.stale) return;
    this.offered = catalog;
    this.stale = stale;
    this.publish(catalog, stale);
  }
}

/** Servers list in the same order and form each time. A list that does not counts as changed, which costs only another event. */
async function isSame(parts: Partial<Catalog>, offered: Catalog): Promise<boolean> {
  for (const part of ["tools", "resources", "resourceTemplates", "prompts"] as const) {
    const now: readonly unknown[] | undefined = parts[part];
    const before: readonly unknown[] = offered[part];
    if (now && now.length !== before.length) return false;
    for await (const [at, entry] of inSlices(now?.entries() ?? []))
      if (JSON.stringify(entry) !== JSON.stringify(before[at])) return false;
  }
  return true;
}

/** A part of the catalog that is not empty, if there is one. Listing it shows whether the server responds. */
export function knownPart({ tools, prompts, resources, resourceTemplates }: Catalog): CatalogPart | undefined {
  if (tools.length > 0) return "tools";
  if (prompts.length > 0) return "prompts";
  return resources.length + resourceTemplates.length > 0 ? "resources" : undefined;
}
