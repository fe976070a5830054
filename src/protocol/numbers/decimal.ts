import { textLanguage } from "../message";

const formats = new Map<string, Intl.NumberFormat>();

/** A number with so many digits after its point, or its comma where the language of the texts writes one. */
export function decimal(value: number, digits: number): string {
  const language = textLanguage();
  if (language === "en") return value.toFixed(digits);
  const key = `${language} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
    format = new Intl.NumberFormat(language, options);
    formats.set(key, format);
  }
  return format.format(value);
}
