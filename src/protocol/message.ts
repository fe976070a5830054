/** The names in braces of a text: `"{tool}" on {server}` has `tool` and `server`. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

type Values<Text extends string> = [NamesIn<Text>] extends [never]
  ? []
  : [values: Readonly<Record<NamesIn<Text>, string | number>>];

let translation: (id: string) => string | undefined = () => undefined;

/**
 * A text that a person may see. `id` names it for translators, as `room.what`; `text` is the English, with `{name}` where a value goes.
 * Values are put in as they are: what comes from a server is cleaned before (`safeLine`, `safeText`).
 */
export function message<Text extends string>(id: string, text: Text, ...[values]: Values<Text>): string {
  const template = translation(id) ?? text;
  if (!values) return template;
  const given: Readonly<Record<string, string | number>> = values;
  return template.replace(/\{(\w+)\}/g, (braces, name: string) =>
    Object.hasOwn(given, name) ? String(given[name]) : braces,
  );
}

/** Sets where translations come from, by id; the English text stands for an id that has none. Called once, by a composition root. */
export function useTranslation(translate: (id: string) => string | undefined): void {
  translation = translate;
}
