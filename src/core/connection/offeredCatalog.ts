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
