/** Something with a lifetime that its owner ends. */
export interface Disposable {
  dispose(): void;
}

/** Owns things that are disposed together, newest first. */
export class DisposableStore implements Disposable {
  private items: Disposable[] | undefined = [];

  /** Takes ownership. Anything added after disposal is disposed immediately, so that a late arrival cannot leak. */
  add<T extends Disposable>(item: T): T {
    if (this.items) this.items.push(item);
    else item.dispose();
    return item;
  }

  dispose(): void {
    const items = this.items ?? [];
    this.items = undefined;
    for (const item of items.reverse()) item.dispose();
  }
}
