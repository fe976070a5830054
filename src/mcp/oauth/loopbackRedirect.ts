import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ClosingWords, OpenRedirect, Redirect, RedirectAnswer } from "../../core/auth/redirect";
import { HubError } from "../../core/kernel/hubError";

const path = "/callback";

/** Opens a way back on a port of this machine (RFC 8252, section 7.3). It hears on 127.0.0.1 only, and only while a sign-in runs. */
export const loopbackRedirect: OpenRedirect = async ({ registered, ports }) => {
  const server = createServer();
  const wanted = ports ?? [...(registered === undefined ? [] : [portOf(registered)]), 0];
  for (const port of wanted) {
    const bound = await listen(server, port);
    if (bound !== undefined) return new LoopbackRedirect(server, `http://127.0.0.1:${bound}${path}`);
  }
  throw new HubError(
    "needs-auth",
    `No port is free for the sign-in to come back to: ${wanted.join(", ")} ${wanted.length === 1 ? "is" : "are"} in use. Close what uses one of them, or write other "redirectPorts".`,
  );
};

const portOf = (uri: string): number => (URL.canParse(uri) ? Number(new URL(uri).port) : 0);

/** The port that is heard on; `undefined` where it is taken. */
function listen(server: Server, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off("listening", heard);
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    };
    const heard = () => {
      server.off("error", failed);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : undefined);
    };
    server.once("error", failed);
    server.once("listening", heard);
    server.listen(port, "127.0.0.1");
  });
}

class LoopbackRedirect implements Redirect {
  private waiting: { readonly state: string; readonly resolve: (answer: RedirectAnswer) => void } | undefined;
  private readonly open = new Set<ServerResponse>();

  constructor(
    private readonly server: Server,
    readonly uri: string,
  ) {
    server.on("request", (request, response) => this.hear(request, response));
  }

  answer(state: string, signal: AbortSignal): Promise<RedirectAnswer> {
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal.reason);
      if (signal.aborted) return abort();
      signal.addEventListener("abort", abort, { once: true });
      this.waiting = {
        state,
        resolve: (answer) => {
          signal.removeEventListener("abort", abort);
          resolve(answer);
        },
      };
    });
  }

  dispose(): void {
    for (const response of this.open) say(response, 410, { ok: false, text: "This sign-in is over. Start it again." });
    this.server.close();
    // A page that was just written is on its way to the browser; it closes its connection itself.
    this.server.closeIdleConnections();
  }

  private hear(request: IncomingMessage, response: ServerResponse): void {
    const { host } = new URL(this.uri);
    // Another name for this address is a page elsewhere that tries to reach in (DNS rebinding).
    const isOurs = request.headers.host === host || request.headers.host === host.replace("127.0.0.1", "localhost");
    const asked = request.url ?? "/";
    const url = isOurs && URL.canParse(asked, this.uri) ? new URL(asked, this.uri) : undefined; // anyone here may write anything
    const { waiting } = this;
    if (request.method !== "GET" || url?.pathname !== path) {
      say(response, 404, { ok: false, text: "There is nothing here." });
      return;
    }
    if (!waiting || url.searchParams.get("state") !== waiting.state) {
      const text = "This answer does not belong to the sign-in that is under way. Start it again from the editor.";
      say(response, 400, { ok: false, text });
      return;
    }
    this.waiting = undefined;
    this.open.add(response);
    response.once("close", () => this.open.delete(response));
    const finish = (words: ClosingWords) => {
      this.open.delete(response);
      say(response, words.ok ? 200 : 400, words);
    };
    waiting.resolve({ params: url.searchParams, finish });
  }
}

function say(response: ServerResponse, status: number, words: ClosingWords): void {
  if (response.writableEnded) return;
  response.writeHead(status, pageHeaders);
  response.end(redirectPage(words));
}

/** The page that a browser is left with. It runs nothing and loads nothing. */
function redirectPage({ ok, text }: ClosingWords): string {
  const title = ok ? "Signed in" : "Not signed in";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – MCP Hub</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem; color: CanvasText; background: Canvas }
  h1 { font-size: 1.5rem; border-left: .4rem solid ${ok ? "#2e7d32" : "#c62828"}; padding-left: .8rem }
  :root { color-scheme: light dark }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${escaped(text)}</p>
<p>You can close this page and go back to the editor.</p>
</main>
</body>
</html>
`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Nothing of the page is kept, framed, sent on or run. */
const pageHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  connection: "close",
} as const;
