/** A shorter value would be found within ordinary words, in characters. */
export const minLength = 6;

/** Of a longer value only the beginning is looked for, in characters. */
const maxLength = 4096;

/** The most lines of one value that are looked for by themselves: a private key has about fifty. */
const maxLines = 100;

/**
 * The texts by which a secret is recognized: as it is, each of its lines, and as addresses, forms, JSON and base64 contain it, where it may
 * be a part of something longer. None is shorter than `minLength`.
 */
export function secretForms(secret: string): readonly string[] {
  const value = secret.trim().slice(0, maxLength);
  const lines = value.split(/[\r\n]+/).slice(0, maxLines);
  const forms = [value, ...lines]
    .map((line) => line.trim())
    .flatMap((one) => [one, ...escapedForms(one), ...base64Forms(one)]);
  return [...new Set(forms)].filter(({ length }) => length >= minLength);
}

function escapedForms(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const inForm = new URLSearchParams([["", value]]).toString().slice(1);
  try {
    return [json, inForm, encodeURIComponent(value)];
  } catch {
    return [json, inForm]; // half of a surrogate pair, which no address can contain
  }
}

/** Base64 (RFC 4648) and its alphabet for addresses, for each of the three places that a value may have in groups of three bytes. */
function base64Forms(value: string): readonly string[] {
  if (value.length < minLength) return [];
  const bytes = new TextEncoder().encode(value);
  return [0, 1, 2].flatMap((before) => {
    const placed = String.fromCharCode(...new Uint8Array(before), ...bytes);
    const text = btoa(placed).replace(/=+$/, "");
    // The characters at both ends that also depend on what is around the value.
    const form = text.slice(before === 0 ? 0 : before + 1, placed.length % 3 === 0 ? undefined : -1);
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
