import { connect } from "node:net";

/** What came back on a connection, as text. */
export interface RawAnswer {
  /** 0 if the connection was closed without an answer. */
  readonly status: number;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends bytes as they stand, and reads until the server closes: any program on this machine may send anything. */
export async function rawHttp(port: number, text: string, address = "127.0.0.1"): Promise<RawAnswer> {
  const socket = connect(port, address);
  socket.on("error", () => {}); // a server that closes at once may reset what is still being sent
  socket.write(text);
  let said = "";
  try {
    for await (const part of socket.setEncoding("latin1")) said += part;
  } catch {
    // what was said before the reset counts
  }
  return parsed(said);
}

/** A request with a head of its own; `Connection: close` makes the server end it. */
export const rawGet = (
  port: number,
  target: string,
  { host = `127.0.0.1:${port}`, method = "GET", more = "", address = "127.0.0.1" } = {},
): Promise<RawAnswer> =>
  rawHttp(
    port,
    `${method} ${target} HTTP/1.1\r\n${host && `Host: ${host}\r\n`}${more}Connection: close\r\n\r\n`,
    address,
  );

export function parsed(said: string): RawAnswer {
  const [head = "", ...rest] = said.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const headers = lines.map((line) => [
    line.split(":")[0]?.toLowerCase() ?? "",
    line.slice(line.indexOf(":") + 1).trim(),
  ]);
  return {
    status: Number(/^HTTP\/1.1 (\d+)/.exec(first)?.[1] ?? 0),
    headers: Object.fromEntries(headers),
    body: rest.join("\r\n\r\n"),
  };
}
