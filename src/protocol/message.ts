/** The names in braces of a text: `"{tool}" on {server}` has `tool` and `server`. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

type Values<Text extends string> = [NamesIn<Text>] extends [never]
  ? []
  : [values: Readonly<Record<NamesIn<Text>, string | number>>];

let translation: (id: string) => string | undefined = () => undefined;
let named: (server: string) => string = (server) => server;

/**
 * A text that a person may see. `id` names it for translators, as `room.what`; `text` is the English, with `{name}` where a value goes.
 * Values are put in as they are: what comes from a server is cleaned before (`safeLine`, `safeText`). The value of `{server}` is a server's
 * id, or a text about it; a person reads the server's name (`nameOfServer`).
 */
export function message<Text extends string>(id: string, text: Text, ...[values]: Values<Text>): string {
  const template = translation(id) ?? text;
  if (!values) return template;
  const given: Readonly<Record<string, string | number>> = values;
  return template.replace(/\{(\w+)\}/g, (braces, name: string) =>
    Object.hasOwn(given, name) ? textOf(name, String(given[name])) : braces,
  );
}

/** Sets where translations come from, by id; the English text stands for an id that has none. Called once, by a composition root. */
export function useTranslation(translate: (id: string) => string | undefined): void {
  translation = translate;
}

const textOf = (name: string, value: string): string => (name === "server" ? named(value) : value);

/** What a person calls the server of this id: the same name in every place. */
export const nameOfServer = (server: string): string => named(server);

/** Sets what servers are called, by id; without it, by their id. Called once, by a composition root. */
export function useServerNames(nameOf: (server: string) => string): void {
  named = nameOf;
}
