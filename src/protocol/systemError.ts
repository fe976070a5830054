/** The code of a failure of the system, such as `ENOENT`; `undefined` for any other one. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error ? String(error.code) : undefined;

/** There is no such file, or not even a place for it. */
export const isAbsent = (error: unknown): boolean => codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";
