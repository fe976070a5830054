import { type Catalog, emptyCatalog } from "../catalog/catalog";

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

  /** Parts of it as they are now; the same again is no change. */
  update(parts: Partial<Catalog>): void {
    const catalog = { ...this.offered, ...parts };
    if (this.stale || !isSame(catalog, this.offered)) this.set(catalog);
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
const isSame = (one: Catalog, other: Catalog): boolean => JSON.stringify(one) === JSON.stringify(other);
