/** What a client is pointed at: an MCP endpoint or the REST API of one server, each with or without a token, or a program that speaks MCP on stdio. */
export type Target =
  | { readonly kind: "mcp"; readonly url: string; readonly token?: string | undefined }
  | { readonly kind: "rest"; readonly url: string; readonly token: string; readonly server: string }
  | {
      readonly kind: "program";
      readonly command: string;
      readonly args: readonly string[];
      readonly env?: Readonly<Record<string, string>>;
    };

type TargetOf<K extends Target["kind"]> = Extract<Target, { readonly kind: K }>;

/** A client that others wrote, connected: what each of them can do. Everything rejects in the client's own words. */
export interface OtherClient {
  tools(): Promise<readonly string[]>;
  /** The result's content as JSON. */
  call(tool: string, args: Readonly<Record<string, string>>): Promise<string>;
  /** Missing where its API has no resources and prompts. */
  read?(uri: string): Promise<string>;
  prompt?(name: string): Promise<string>;
  close(): Promise<void>;
}

/** One kind of client. What it can be pointed at is what it has a way to open. */
export interface ClientKind {
  readonly name: string;
  /** Why it cannot answer a form that a tool puts to it; missing where it answers, with "Jane" in each field. */
  readonly noAnswers?: string;
  readonly open: { readonly [K in Target["kind"]]?: (target: TargetOf<K>) => Promise<OtherClient> };
}

export const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

/** The answer to any form of texts. */
export function filled(schema: unknown): Record<string, string> {
  const properties = typeof schema === "object" && schema && "properties" in schema ? schema.properties : {};
  return Object.fromEntries(Object.keys(properties ?? {}).map((name) => [name, "Jane"]));
}

/** Opens a client on a target; `undefined` where the kind has no way to it. */
export function open(kind: ClientKind, target: Target): Promise<OtherClient> | undefined {
  const ways = kind.open;
  if (target.kind === "mcp") return ways.mcp?.(target);
  if (target.kind === "rest") return ways.rest?.(target);
  return ways.program?.(target);
}
