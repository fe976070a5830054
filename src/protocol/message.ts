/** The names in braces of a text: `"{tool}" on {server}` has `tool` and `server`. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

type Values<Text extends string> = [NamesIn<Text>] extends [never]
  ? []
  : [values: Readonly<Record<NamesIn<Text>, string | number | bigint>>];

let translation: (id: string) => string | undefined = () => undefined;
let language = "en";
let isEnglishWanted = false;

/** The English of the latest texts that were made in another language, the oldest first. */
const originals = new Map<string, string>();

/** How many texts are remembered with their English, and the longest of them in characters. */
const originalsLimit = 2000;
const originalLimit = 20_000;

let named: (server: string) => string = (server) => server;

/**
 * A text that a person may see. `id` names it for translators, as `room.what`; `text` is the English, with `{name}` where a value goes.
 * Values are put in as they are: what comes from a server is cleaned before (`safeLine`, `safeText`). The value of `{server}` is a server's
 * id, or a text about it; a person reads the server's name (`nameOfServer`).
 */
export function message<Text extends string>(id: string, text: Text, ...[values]: Values<Text>): string {
  if (language === "en") return filled(translation(id) ?? text, values);
  const english = filled(text, values, englishOf);
  const template = isEnglishWanted ? undefined : translation(id);
  if (template === undefined) return english; // all of it: what has no translation is for models and programs
  const told = filled(template, values);
  remember(told, english);
  return told;
}

/**
 * Sets where translations come from, by id, and their language; the English text stands for an id that has none. Called once, by a
 * composition root.
 */
export function useTranslation(translate: (id: string) => string | undefined, of = "en"): void {
  translation = translate;
  language = of;
  originals.clear();
}

/** The language of the texts, as a tag for `Intl`. */
export const textLanguage = (): string => (isEnglishWanted ? "en" : language);

/** Makes texts in English, whatever the person's language: for models, for other programs, and for logs. */
export function inEnglish<T>(make: () => T): T {
  const before = isEnglishWanted;
  isEnglishWanted = true;
  try {
    return make();
  } finally {
    isEnglishWanted = before;
  }
}

/** The English of a text that was made a while ago, such as that of a failure; the text itself if it is no longer known. */
export const englishOf = (text: string): string => originals.get(text) ?? text;

/** A text that was made before, in the language in which texts are made now. */
export const inLanguage = (text: string): string => (isEnglishWanted ? englishOf(text) : text);

function remember(told: string, english: string): void {
  if (told === english || told.length > originalLimit) return;
  originals.delete(told);
  originals.set(told, english);
  const [oldest] = originals.keys();
  if (originals.size > originalsLimit && oldest !== undefined) originals.delete(oldest);
}

/** A text with its values in place. `inner` is what is made of a value, which may be a text itself. */
function filled(
  template: string,
  values: Readonly<Record<string, string | number | bigint>> | undefined,
  inner = (value: string): string => value,
): string {
  if (!values) return template;
  return template.replace(/\{(\w+)\}/g, (braces, name: string) =>
    Object.hasOwn(values, name) ? textOf(name, inner(String(values[name]))) : braces,
  );
}

const textOf = (name: string, value: string): string => (name === "server" ? named(value) : value);

/** What a person calls the server of this id: the same name in every place. */
export const nameOfServer = (server: string): string => named(server);

/** Sets what servers are called, by id; without it, by their id. Called once, by a composition root. */
export function useServerNames(nameOf: (server: string) => string): void {
  named = nameOf;
}
