/** The file name of a resource: the last part of its address, with the extension of its type if it has none. */
export function resourceName(uri: string, mimeType: string | undefined, text: string | undefined): string {
  const parts = uri.split(/[?#]/)[0]?.split("/") ?? [];
  const name = fileName(parts.findLast((part) => part !== "") ?? "");
  if (/\.\w{1,10}$/.test(name)) return name;
  const type = mimeType?.split(";")[0]?.trim() ?? "";
  const known = Object.hasOwn(extensions, type) ? extensions[type] : undefined;
  return `${name}.${known ?? (text !== undefined && isJson(text) ? "json" : "txt")}`;
}

const extensions: Readonly<Record<string, string>> = {
  "application/json": "json",
  "text/markdown": "md",
  "text/html": "html",
  "text/css": "css",
  "text/csv": "csv",
  "application/xml": "xml",
  "text/xml": "xml",
  "application/yaml": "yaml",
  "application/pdf": "pdf",
  "application/gzip": "gz",
  "application/zip": "zip",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/svg+xml": "svg",
  "audio/wav": "wav",
  "audio/mpeg": "mp3",
};

/** A name that is valid as one part of a path on every system. */
export const fileName = (name: string): string =>
  name
    .replace(/[^\w.-]+/g, "_")
    .replace(/^\.+/, "")
    .slice(0, 80) || "result";

/** Whether a text is JSON: an object or a list. */
export function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // text that only starts like JSON
  }
}
