// The translations: which there are, what each must have, and what is wrong with one.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { writtenTexts } from "./texts.mjs";

/** @typedef {Readonly<Record<string, string>>} Texts */

/** What stands before the English of a text that `npm run l10n -- --fix` added. */
export const untranslated = "TRANSLATE ";

const folder = "media/l10n";

/** The languages that the hub speaks beside English. @returns {string[]} */
export const languages = () =>
  readdirSync(folder).flatMap((name) => /^bundle\.l10n\.([\w-]+)\.json$/.exec(name)?.[1] ?? []);

/** The files of a language, each with the English of what must be in it. @param {string} language */
export const bundlesOf = (language) => [
  { path: `${folder}/bundle.l10n.${language}.json`, english: englishMessages() },
  { path: `package.nls.${language}.json`, english: readTexts("package.nls.json") },
];

/**
 * The files whose texts stay English: those of the command line, those that models and programs read, and those that go into logs. A text
 * that another file has too is translated.
 */
const englishSources = [
  /^src\/(headless|doctor|importServers|serve|servedHub|signIn|stdio)\b/,
  /^src\/core\/kernel\/errorTable\.ts$/, // advice for models
  /^src\/core\/catalog\/(combinedSchema|model\w+)\.ts$/, // schemas for models
  /^src\/core\/operations\/log\//,
  /^src\/gateway\/(rest|mcp)\//,
  /^src\/gateway\/access\/(refusals|runningRequests|failedAttempts|jwt\w+)\.ts$/,
  /^src\/gateway\/http\/(defect|frontDoor|gatewayServer|httpExchange|httpServer)\.ts$/,
  /^src\/gateway\/operations\/structuredLog\.ts$/,
  /^src\/editor\/logs\//,
];

/** The English of every message that a person reads in the editor, by its id. @returns {Texts} */
function englishMessages() {
  const read = writtenTexts().filter(({ file }) => !englishSources.some((source) => source.test(file)));
  return Object.fromEntries(
    read.flatMap(({ id, text }) => (id === undefined || text === undefined ? [] : [[id, text]])),
  );
}

/** @param {string} path @returns {Texts} */
export const readTexts = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {});

/**
 * What is wrong with a translation, a line for each defect; nothing if it is complete.
 * @param {Texts} english
 * @param {Texts} translated
 * @returns {string[]}
 */
export function defects(english, translated) {
  const missing = Object.entries(english)
    .filter(([id]) => !Object.hasOwn(translated, id) || translated[id]?.startsWith(untranslated))
    .map(([id, text]) => `${id} has no translation: ${JSON.stringify(text)}`);
  const wrong = Object.entries(translated).flatMap(([id, text]) => {
    const original = Object.hasOwn(english, id) ? english[id] : undefined;
    if (original === undefined) return [`${id} is not a text of the hub`];
    if (text.startsWith(untranslated)) return [];
    return kinds.flatMap(({ what, found }) => {
      const [wanted, given] = [found(original), found(text)];
      return wanted.join() === given.join()
        ? []
        : [`${id} has other ${what}: ${given.join(" ")}, not ${wanted.join(" ")}`];
    });
  });
  return [...missing, ...wrong];
}

/** What a translation must take over as it is. */
const kinds = [
  { what: "names in braces", found: all(/\{\w+\}/g) },
  { what: "icons", found: all(/\$\([\w~-]+\)/g) },
  { what: "code in backticks", found: all(/`[^`]+`/g) },
  { what: "links", found: all(/\]\([^)\s]+\)/g) },
];

/** Each text that a pattern finds, once, in the order of the alphabet. @param {RegExp} pattern */
function all(pattern) {
  return (/** @type {string} */ text) => [...new Set(text.match(pattern) ?? [])].sort();
}

/**
 * A translation with a line for each text in the order of the ids, without what is no longer there; `untranslated` marks what is new.
 * @param {Texts} english
 * @param {Texts} translated
 * @returns {Texts}
 */
export const completed = (english, translated) =>
  Object.fromEntries(
    Object.keys(english)
      .sort()
      .map((id) => [id, Object.hasOwn(translated, id) ? (translated[id] ?? "") : `${untranslated}${english[id]}`]),
  );

/** @param {string} path @param {Texts} texts */
export const writeTexts = (path, texts) => writeFileSync(path, `${JSON.stringify(texts, undefined, 2)}\n`);
