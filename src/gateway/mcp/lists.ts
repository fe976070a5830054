import type { Era } from "../../protocol/era";
import type { View } from "./view/view";
import type { ListKind } from "./view/viewSource";

const kinds: Readonly<Record<string, ListKind>> = {
  "tools/list": "tools",
  "prompts/list": "prompts",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
};

/** Which list a method asks for; `undefined` where it asks for none. */
export const listOf = (method: string): ListKind | undefined =>
  Object.hasOwn(kinds, method) ? kinds[method] : undefined;

/** The notification that says that a list changed. Templates have none of their own. */
const changeOf: Readonly<Record<ListKind, string>> = {
  tools: "notifications/tools/list_changed",
  prompts: "notifications/prompts/list_changed",
  resources: "notifications/resources/list_changed",
  resourceTemplates: "notifications/resources/list_changed",
};

/** The lists that a client knows, and the changes that it has to hear of. */
export class KnownLists {
  private readonly texts = new Map<ListKind, string>();

  constructor(
    private readonly view: View,
    private readonly era: Era,
  ) {}

  /** The lists that the client has. */
  get known(): Iterable<ListKind> {
    return this.texts.keys();
  }

  knows(kind: ListKind): boolean {
    return this.texts.has(kind);
  }

  /** The client has these from before, as they were then: nobody knows whether they have changed. */
  isStale(kinds: Iterable<ListKind>): void {
    for (const kind of kinds) this.texts.set(kind, "");
  }

  /** The list as it is now, which the client knows from here on. */
  give(kind: ListKind): string {
    const text = this.view.list(kind, this.era);
    this.texts.set(kind, text);
    return text;
  }

  /** The notifications for what differs from what the client knows. `again`: also for further changes before it asks for the list. */
  changes(again: boolean): ReadonlySet<string> {
    const changed = [...this.texts].filter(([kind, text]) => this.view.list(kind, this.era) !== text);
    for (const [kind] of changed) {
      if (again) this.give(kind);
      else this.texts.delete(kind);
    }
    return new Set(changed.map(([kind]) => changeOf[kind]));
  }
}
