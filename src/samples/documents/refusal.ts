/**
 * What this server will not or cannot do, in one sentence for the person who asked. Tools answer it as an `isError`
 * result; resources and prompts as a protocol error. Anything else that is thrown is a defect.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  /** Set where a caller needs to tell: the path lies outside the folders that may be read. */
  readonly reason: "outside" | undefined;

  constructor(message: string, options: ErrorOptions & { readonly reason?: "outside" } = {}) {
    super(message, options);
    this.reason = options.reason;
  }
}

/** A path as it may stand in a sentence: quoted, without control characters, at most 200 characters. */
export function quoted(text: string): string {
  const clean = text.replace(/\p{C}/gu, "�");
  return `"${clean.length > 200 ? `${clean.slice(0, 199)}…` : clean}"`;
}
