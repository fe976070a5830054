import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { Target } from "./otherClient";

const run = promisify(execFile);
const limitSeconds = "30";

/** Where curl sends a message. */
export type Endpoint = Pick<Extract<Target, { readonly kind: "mcp" }>, "url" | "token">;

/** A JSON-RPC message without its version. */
type Message = Readonly<Record<string, unknown>>;

/** What an endpoint answered: the head, and the result as it came. */
export interface Answer<R> {
  readonly head: string;
  readonly message: R;
}

/** Posts one message by curl and reads the answer to its end, be it JSON or a stream of events. Rejects with the error in it. */
export async function post<R>(to: Endpoint, message: Message, headers: readonly string[] = []): Promise<Answer<R>> {
  const { stdout } = await run("curl", [...argsFor(to, message, headers), "--dump-header", "-"], {
    maxBuffer: 1 << 26,
  });
  const end = stdout.indexOf("\r\n\r\n");
  const [head, body] = [stdout.slice(0, end), stdout.slice(end + 4)];
  if (!("method" in message && "id" in message)) {
    if (!/^HTTP\/\S+ 2/.test(head)) throw new Error(`${head}\n${body}`);
    return { head, message: {} as R };
  }
  const text = /^content-type: text\/event-stream/im.test(head) ? (dataOf(body.split(/\r?\n/)).at(-1) ?? "null") : body;
  return { head, message: resultOf(JSON.parse(text)) };
}

/**
 * Posts a request and reads the stream of its answer as it comes: what the server asks on it goes to `answer`, whose result is posted by
 * another curl. The result of the request ends it.
 */
export async function postAndAnswer<R>(
  to: Endpoint,
  message: Message,
  headers: readonly string[],
  answer: (question: { readonly method: string; readonly params: unknown }) => object,
): Promise<R> {
  const curl = spawn("curl", [...argsFor(to, message, headers), "--no-buffer"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    for await (const line of createInterface({ input: curl.stdout })) {
      const [data = line] = dataOf([line]);
      if (!data.startsWith("{")) continue;
      const heard = JSON.parse(data);
      if (heard.id === message.id && heard.method === undefined) return resultOf(heard);
      if (heard.method !== undefined && heard.id !== undefined)
        await post(to, { result: answer(heard), id: heard.id }, headers);
    }
  } finally {
    curl.kill();
  }
  throw new Error("The stream ended without a result.");
}

function argsFor({ url, token }: Endpoint, message: Message, headers: readonly string[]): readonly string[] {
  const all = ["accept: application/json, text/event-stream", "content-type: application/json", ...headers];
  if (token !== undefined) all.push(`authorization: Bearer ${token}`);
  return [
    ...["--silent", "--show-error", "--max-time", limitSeconds],
    ...all.flatMap((header) => ["--header", header]),
    ...["--data-binary", JSON.stringify({ jsonrpc: "2.0", ...message }), url],
  ];
}

/** What lies in the data of events. */
const dataOf = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.startsWith("data:") && line.slice(5).trim() !== "").map((line) => line.slice(5).trim());

function resultOf<R>({ result, error }: { readonly result: R; readonly error?: unknown }): R {
  if (error) throw new Error(JSON.stringify(error));
  return result;
}
