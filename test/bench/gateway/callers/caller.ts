/** A client of a gateway, connected. */
export interface Caller {
  /** Calls a tool of a server, both as the server names them. Rejects where the answer is no result, or reports an error. */
  call(server: string, tool: string, args: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Lists all tools; settles with how many they are. */
  list(): Promise<number>;
  close(): Promise<void>;
}

/** What a tool is called at a gateway. */
export type NameOf = (server: string, tool: string) => string;

export interface RpcMessage {
  readonly id?: number;
  readonly method?: string;
  readonly result?: {
    readonly isError?: boolean;
    readonly tools?: readonly unknown[];
    readonly nextCursor?: string;
    readonly content?: readonly { readonly text?: string }[];
  };
  readonly error?: { readonly message: string };
}

/** The result of an answer. @throws {Error} in the gateway's words */
export function resultOf({ result, error }: RpcMessage) {
  if (error) throw new Error(error.message);
  if (!result) throw new Error("The answer has no result.");
  if (result.isError) throw new Error(`The tool failed: ${result.content?.[0]?.text?.slice(0, 200)}`);
  return result;
}

/** Asks for pages until there is no more; settles with the number of tools. */
export async function countTools(list: (params: object) => Promise<RpcMessage>): Promise<number> {
  let [count, cursor]: [number, string | undefined] = [0, undefined];
  do {
    const { tools = [], nextCursor } = resultOf(await list(cursor === undefined ? {} : { cursor }));
    count += tools.length;
    cursor = nextCursor;
  } while (cursor !== undefined);
  return count;
}
