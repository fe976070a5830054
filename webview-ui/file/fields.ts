/** What a file says of something, before anything of it is believed. */
export type Fields = Readonly<Record<string, unknown>>;

export const isText = (value: unknown): value is string => typeof value === "string";
/** Whether it is a number of milliseconds that a date can hold. */
export const isTime = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= 8.64e15;
export const numberOf = (value: unknown): number => (isTime(value) ? value : 0);

export const optional = <K extends string, T>(
  key: K,
  value: unknown,
  fits: (value: unknown) => value is T,
): { readonly [P in K]?: T } => (fits(value) ? { [key]: value } : {}) as { readonly [P in K]?: T };
