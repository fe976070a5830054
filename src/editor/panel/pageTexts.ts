/** What the ids of the pages' texts begin with: their own, and those of `src/protocol`. A page gets no others. */
export const pagePrefixes = ["page.", "state.", "breaker.", "rate.", "era."] as const;

/** The texts of the pages in another language than English, and which one that is. */
export interface PageTexts {
  readonly language: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** The pages' part of the extension's translation; `undefined` in English. */
export function pageTexts(
  language: string,
  translation: Readonly<Record<string, unknown>> | undefined,
): PageTexts | undefined {
  if (!translation) return undefined;
  const texts = Object.entries(translation).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" && pagePrefixes.some((prefix) => entry[0].startsWith(prefix)),
  );
  return { language, texts: Object.fromEntries(texts) };
}
