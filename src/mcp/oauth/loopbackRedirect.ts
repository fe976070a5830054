import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ClosingWords, OpenRedirect, Redirect, RedirectAnswer } from "../../core/auth/redirect";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";

/**
 * Opens a redirect on a port of this machine (RFC 8252, section 7.3). It listens on loopback addresses only, and only during a sign-in. For
 * `localhost`, that is both of them: the browser chooses which one the name stands for.
 */
export const loopbackRedirect: OpenRedirect = async ({ registered, ports, host = "127.0.0.1", path = "/callback" }) => {
  const wanted = ports ?? [...(registered === undefined ? [] : [portOf(registered)]), 0];
  for (const port of wanted) {
    const servers = await listening(port, host === "localhost");
    // An origin leaves the port out that every address has, as browsers do: services compare the way back as text.
    if (servers)
      return new LoopbackRedirect(servers.servers, `${new URL(`http://${host}:${servers.port}`).origin}${path}`);
  }
  throw new HubError(
    "needs-auth",
    wanted.length === 1
      ? message(
          "signIn.portInUse",
          'The browser cannot return from the sign-in: port {port} is in use. Close the program that uses it, or write another port into "redirectPorts".',
          { port: wanted.join() },
        )
      : message(
          "signIn.portsInUse",
          'The browser cannot return from the sign-in: the ports {ports} are in use. Close a program that uses one of them, or write other ports into "redirectPorts".',
          { ports: wanted.join(", ") },
        ),
  );
};

/** The names that a browser may come back by. */
const hostNames = ["127.0.0.1", "localhost", "[::1]"];

const portOf = (uri: string): number => (URL.canParse(uri) ? Number(new URL(uri).port) : 0);

/** Servers on one port of this machine; `undefined` where another program has it. */
async function listening(port: number, onBoth: boolean) {
  const four = createServer();
  const bound = await listen(four, port, "127.0.0.1");
  if (typeof bound !== "number") return undefined;
  if (!onBoth) return { servers: [four], port: bound };
  const six = createServer();
  const other = await listen(six, bound, "::1");
  if (other !== "in use") return { servers: other === "no address" ? [four] : [four, six], port: bound };
  four.close();
  return undefined;
}

/** The port that the server listens on, or why it does not: a machine may have no IPv6. */
function listen(server: Server, port: number, address: string): Promise<number | "in use" | "no address"> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve("in use");
      else if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve("no address");
      else reject(error);
    };
    server.once("error", onError);
    server.listen(port, address, () => {
      server.off("error", onError);
      const bound = server.address();
      resolve(typeof bound === "object" && bound ? bound.port : "no address");
    });
  });
}

class LoopbackRedirect implements Redirect {
  private waiting: { readonly state: string; readonly resolve: (answer: RedirectAnswer) => void } | undefined;
  private readonly open = new Set<ServerResponse>();

  constructor(
    private readonly servers: readonly Server[],
    readonly uri: string,
  ) {
    for (const server of servers) server.on("request", (request, response) => this.handle(request, response));
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
    for (const response of this.open)
      respond(response, 410, { ok: false, text: message("signIn.over", "This sign-in is over. Start it again.") });
    for (const server of this.servers) {
      server.close();
      // A page that was just written is still being sent; it closes its connection itself.
      server.closeIdleConnections();
    }
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    const { host, hostname, pathname } = new URL(this.uri);
    // Another host name for this address means a page elsewhere that tries to get in (DNS rebinding).
    const isOurs = hostNames.some((name) => request.headers.host === host.replace(hostname, name));
    const asked = request.url ?? "/";
    const url = isOurs && URL.canParse(asked, this.uri) ? new URL(asked, this.uri) : undefined; // any program on this machine may send anything
    const { waiting } = this;
    if (request.method !== "GET" || url?.pathname !== pathname) {
      respond(response, 404, { ok: false, text: message("signIn.nothingHere", "There is nothing here.") });
      return;
    }
    if (!waiting || url.searchParams.get("state") !== waiting.state) {
      const text = message(
        "signIn.otherAnswer",
        "This answer does not belong to the current sign-in. Start it again from the editor.",
      );
      respond(response, 400, { ok: false, text });
      return;
    }
    this.waiting = undefined;
    this.open.add(response);
    response.once("close", () => this.open.delete(response));
    const finish = (closing: ClosingWords) => {
      this.open.delete(response);
      respond(response, closing.ok ? 200 : 400, closing);
    };
    waiting.resolve({ params: url.searchParams, finish });
  }
}

function respond(response: ServerResponse, status: number, closing: ClosingWords): void {
  if (response.writableEnded) return;
  response.writeHead(status, pageHeaders);
  response.end(redirectPage(closing));
}

/** The last page in the browser. It runs nothing and loads nothing. */
function redirectPage({ ok, text }: ClosingWords): string {
  const title = ok ? message("signIn.titleOk", "Signed in") : message("signIn.titleFailed", "Not signed in");
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
<p>${escaped(message("signIn.closePage", "You can close this page and go back to the editor."))}</p>
</main>
</body>
</html>
`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The page is not stored or framed, sends no referrer, and runs nothing. */
const pageHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  connection: "close",
} as const;
