// The address that a browser opens: a loopback HTTP server in front of VS Code's own, which adds what the bare server
// lacks to be a full editor (the other half of the key that SecretStorage seals with, loopback links, development extensions).
import { createServer, request } from "node:http";
import { connect } from "node:net";

/**
 * @typedef {object} FrontOptions
 * @property {number} backend the port of VS Code's own server
 * @property {number} port 0 for any free one
 * @property {Buffer} secretKey 32 bytes: the server's half of the key that seals secrets in the browser's storage
 * @property {(configuration: Record<string, unknown>, origin: string) => void} configure completes the workbench's configuration
 * @property {import("./sharedSecrets.mjs").SharedSecrets} [secrets] the secrets that all windows share
 */

/**
 * @typedef {object} Front
 * @property {number} port
 * @property {() => Promise<void>} close
 */

/**
 * @param {FrontOptions} options
 * @returns {Promise<Front>}
 */
export function openFront({ backend, port, secretKey, configure, secrets }) {
  const server = createServer((incoming, outgoing) => {
    if (!isLoopback(incoming.headers.host)) return outgoing.writeHead(403).end("Only this machine is served.");
    const { pathname, search } = new URL(incoming.url ?? "/", "http://127.0.0.1");
    if (pathname === "/mint-key") return outgoing.end(secretKey);
    if (secrets && pathname === secrets.path) return secrets.answer(incoming, outgoing);
    // The editor rewrites loopback links for a browser on another machine; this browser is on the same one.
    const forwarded = /^\/proxy\/(\d{1,5})(\/.*)?$/.exec(pathname);
    if (forwarded) {
      const location = `http://127.0.0.1:${forwarded[1]}${forwarded[2] ?? "/"}${search}`;
      return outgoing.writeHead(307, { location }).end();
    }
    return pass(incoming, outgoing);
  });

  /**
   * @param {import("node:http").IncomingMessage} incoming
   * @param {import("node:http").ServerResponse} outgoing
   */
  function pass(incoming, outgoing) {
    const page = incoming.url?.startsWith("/?") || incoming.url === "/";
    const script = secrets && incoming.url?.split("?")[0]?.endsWith("/workbench/workbench.js");
    const headers = page || script ? { ...incoming.headers, "accept-encoding": "identity" } : incoming.headers;
    const { method, url } = incoming;
    const onward = request({ host: "127.0.0.1", port: backend, method, path: url, headers, agent: false }, (answer) => {
      const html = answer.headers["content-type"]?.startsWith("text/html");
      const change = script
        ? secrets.changeScript
        : (/** @type {string} */ text) => patchPage(text, (configuration) => configure(configuration, origin()));
      if (!(script || (page && html)) || answer.statusCode !== 200) {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on("error", () => outgoing.destroy());
        answer.pipe(outgoing);
        return;
      }
      answer.setEncoding("utf8");
      let text = "";
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("error", () => outgoing.destroy());
      answer.on("end", () => {
        const body = Buffer.from(change(text));
        const { "content-length": _, "transfer-encoding": __, ...rest } = answer.headers;
        outgoing.writeHead(200, { ...rest, "content-length": body.length }).end(body);
      });
    });
    onward.on("error", () => {
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end("The editor's server does not answer.");
    });
    outgoing.on("close", () => onward.destroy());
    incoming.pipe(onward);
  }

  // A WebSocket: say the same words to VS Code's server, then only carry bytes.
  server.on("upgrade", (incoming, socket, head) => {
    if (!isLoopback(incoming.headers.host)) {
      socket.destroy();
      return;
    }
    const onward = connect(backend, "127.0.0.1", () => {
      const lines = incoming.rawHeaders.flatMap((name, i, all) => (i % 2 ? [] : [`${name}: ${all[i + 1]}`]));
      onward.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      onward.write(head);
      onward.pipe(socket);
      socket.pipe(onward);
    });
    for (const [one, other] of [
      [onward, socket],
      [socket, onward],
    ]) {
      one?.on("error", () => other?.destroy());
      one?.on("close", () => other?.destroy());
    }
  });

  const origin = () => `127.0.0.1:${portOf(server)}`;

  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      resolve({
        port: portOf(server),
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** @param {import("node:http").Server} server */
function portOf(server) {
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The front has no port.");
  return address.port;
}

/**
 * A page of some web site whose name was pointed at 127.0.0.1 says that name here.
 *
 * @param {string | undefined} host
 */
const isLoopback = (host) => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? "");

/**
 * Completes the configuration that the workbench reads from its own page.
 *
 * @param {string} html
 * @param {(configuration: Record<string, unknown>) => void} configure
 * @returns {string}
 */
export function patchPage(html, configure) {
  return html.replace(/(id="vscode-workbench-web-configuration" data-settings=")([^"]*)"/, (_, before, escaped) => {
    const configuration = JSON.parse(
      escaped.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&"),
    );
    configure(configuration);
    const text = JSON.stringify(configuration).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    return `${before}${text.replaceAll("<", "&lt;")}"`;
  });
}
