import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Post {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A server on this machine that writes down what is posted to it. */
export interface CollectorServer {
  readonly address: string;
  readonly posts: readonly Post[];
  /** Settles when so many posts have arrived; the test's own time limit ends a vain wait. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** `answer`: the status of each answer by the number of the post, from 1; `undefined` never answers. */
export async function collectorServer(
  answer: (post: number) => number | undefined = () => 200,
): Promise<CollectorServer> {
  const posts: Post[] = [];
  const waiters = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      posts.push({ path: request.url ?? "", headers: request.headers, body });
      const status = answer(posts.length);
      if (status !== undefined) response.writeHead(status, { location: "/elsewhere" }).end("{}");
      for (const waiter of waiters) waiter();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    posts,
    arrived: (count) =>
      new Promise((resolve) => {
        const check = () => {
          if (posts.length < count) return;
          waiters.delete(check);
          resolve();
        };
        waiters.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
