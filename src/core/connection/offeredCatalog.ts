import { type Catalog, type CatalogPart, emptyCatalog } from "../catalog/catalog";
import { inSlices } from "../kernel/timeSlices";

/** What a server offers now, or what it offered last. Tells of each change. */
export class OfferedCatalog {
  private stale: boolean;

  constructor(
    private offered: Catalog,
    private readonly tell: (catalog: Catalog, stale: boolean) => void,
  ) {
    this.stale = offered !== emptyCatalog;
  }

  get catalog(): Catalog {
    return this.offered;
  }

  /** Whether the catalog is the last known one of a server that is not connected now. */
  get isStale(): boolean {
    return this.stale;
  }

  set(catalog: Catalog): void {
    this.change(catalog, false);
  }

  /**
   * Parts of it as they are now; the same again is no change. A long list is compared in turns: what it was meant for may be over by
   * then, which `isCurrent` says.
   */
  async update(parts: Partial<Catalog>, isCurrent: () => boolean): Promise<void> {
    const isNew = this.stale || !(await isSame(parts, this.offered));
    if (isNew && isCurrent()) this.set({ ...this.offered, ...parts });
  }

  /** The server is not connected for the moment: what it offered stays, marked stale. */
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
    this.tell(catalog, stale);
  }
}

/** Servers list in the same order and form from one time to the next: where one does not, it is told once more. */
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

/** A list that a server has, if any: asking for it shows that the server is there. */
export function knownPart({ tools, prompts, resources, resourceTemplates }: Catalog): CatalogPart | undefined {
  if (tools.length > 0) return "tools";
  if (prompts.length > 0) return "prompts";
  return resources.length + resourceTemplates.length > 0 ? "resources" : undefined;
}
