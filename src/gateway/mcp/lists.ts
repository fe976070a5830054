import type { ListKind, View } from "./view/view";

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
export const changeOf: Readonly<Record<ListKind, string>> = {
  tools: "notifications/tools/list_changed",
  prompts: "notifications/prompts/list_changed",
  resources: "notifications/resources/list_changed",
  resourceTemplates: "notifications/resources/list_changed",
};

/** Which lists of a view differ from those that its client knows. */
export const changedLists = (view: View, known: ReadonlyMap<ListKind, string>): readonly ListKind[] =>
  [...known].filter(([kind, text]) => view.list(kind) !== text).map(([kind]) => kind);
