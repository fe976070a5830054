/** Where documents are found as resources. */
export const uriTemplate = "documents:///{+path}";

/** The address of a document by its name; each part is escaped, the slashes stay. */
export const uriOf = (name: string): string => `documents:///${name.split("/").map(encodeURIComponent).join("/")}`;

/** The name behind the template's variable. A stray percent sign stands for itself. */
export function nameFrom(variable: string | readonly string[] | undefined): string {
  const path = typeof variable === "string" ? variable : (variable ?? []).join(",");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
