/** A text for a model without its fences: each must be whole, and end with the delimiter that it began with. */
export const unfenced = (text: string): string =>
  text.replace(/<untrusted-data ([0-9a-f]{24})[^\n]*>\n([\s\S]*?)\n<\/untrusted-data \1>/g, "$2");

/** The fences of a text for a model, in order: the delimiter, whose text it is, and the text. */
export const fencesIn = (
  text: string,
): readonly { readonly id: string; readonly origin: string; readonly text: string }[] =>
  [...text.matchAll(/<untrusted-data ([0-9a-f]{24}) ?([^\n]*)>\n([\s\S]*?)\n<\/untrusted-data \1>/g)].map(
    ([, id = "", origin = "", inner = ""]) => ({ id, origin, text: inner }),
  );
