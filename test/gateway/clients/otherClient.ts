/** What a client is pointed at: an MCP endpoint with or without a token, or a program that speaks on stdio. */
export type Target =
  | { readonly url: string; readonly token?: string | undefined }
  | { readonly command: string; readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>> };

/** A client that others wrote, connected: what each of them can do. Everything rejects in the client's own words. */
export interface OtherClient {
  tools(): Promise<readonly string[]>;
  /** The result's content as JSON. */
  call(tool: string, args: Readonly<Record<string, string>>): Promise<string>;
  read(uri: string): Promise<string>;
  prompt(name: string): Promise<string>;
  close(): Promise<void>;
}

export interface ClientKind {
  readonly name: string;
  /** Whether it answers a form that a tool puts to it; with "Jane" in each field. */
  readonly answers: boolean;
  /** Whether it can start programs. */
  readonly startsPrograms: boolean;
  open(target: Target): Promise<OtherClient>;
}

export const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

/** The answer to any form of texts. */
export function filled(schema: unknown): Record<string, string> {
  const properties = typeof schema === "object" && schema && "properties" in schema ? schema.properties : {};
  return Object.fromEntries(Object.keys(properties ?? {}).map((name) => [name, "Jane"]));
}
