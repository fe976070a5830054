import assert from "node:assert/strict";
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from "node:http";
import { type AddressInfo, connect, createServer as createSocketServer } from "node:net";
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from "node:zlib";
import { bodyText } from "../../../../src/mcp/http/client/bodyText";
import { FetchHttpClient } from "../../../../src/mcp/http/client/fetchHttpClient";
import type { HttpClient, HttpRequest } from "../../../../src/mcp/http/client/httpClient";
import { NodeHttpClient } from "../../../../src/mcp/http/client/nodeHttpClient";
import { withinOrigin } from "../../../../src/mcp/http/openRequest";

const limit = 1024 * 1024;

describe("requests over HTTP", () => {
  const cleanUp: (() => void)[] = [];
  afterEach(() => {
    for (const step of cleanUp.splice(0).reverse()) step();
  });

  const listen = async (answer: RequestListener, prepare: (server: Server) => void = () => {}) => {
    const server = createServer(answer);
    prepare(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cleanUp.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
  };
  const own = <T extends HttpClient>(client: T): T => {
    cleanUp.push(() => client.dispose());
    return client;
  };
  const get = (url: URL, more: Partial<HttpRequest> = {}): HttpRequest => ({
    method: "GET",
    url,
    headers: {},
    ...more,
  });
  const ask = async (client: HttpClient, request: HttpRequest) => {
    const response = await withinOrigin(client, request, () => {});
    return { status: response.status, text: await bodyText(response, limit, () => {}) };
  };

  for (const make of [() => new NodeHttpClient({ userAgent: "hub/1" }), () => new FetchHttpClient("hub/1")]) {
    const { name } = make().constructor;

    it(`${name} says who sends the request, unless the request does`, async () => {
      const agents: unknown[] = [];
      const url = await listen(({ headers }, response) => {
        agents.push(headers["user-agent"]);
        response.end();
      });
      await ask(own(make()), get(url));
      await ask(own(make()), get(url, { headers: { "user-agent": "mine" } }));
      assert.deepEqual(agents, ["hub/1", "mine"]);
    });

    it(`${name} aborts a request at once, also one that waits for a connection`, async () => {
      const url = await listen(() => {}); // answers nothing
      const client = own(make());
      const all = Array.from({ length: 260 }, () => client.start(get(url)));
      const ends = Promise.allSettled(all.map(({ response }) => response));
      for (const exchange of all.toReversed()) exchange.abort();
      assert.ok((await ends).every(({ status }) => status === "rejected"));
    });

    for (const [coding, bytes] of [
      ["gzip", gzipSync("hello")],
      ["deflate", deflateSync("hello")],
      ["br", brotliCompressSync("hello")],
      ["identity", Buffer.from("hello")],
    ] as const)
      it(`${name} reads a body in ${coding}`, async () => {
        const url = await listen((_, response) => response.writeHead(200, { "content-encoding": coding }).end(bytes));
        assert.deepEqual(await ask(own(make()), get(url)), { status: 200, text: "hello" });
      });

    it(`${name} receives an event in gzip before the next one comes`, async () => {
      const url = await listen((_, response) => {
        const zipped = createGzip();
        zipped.pipe(response.writeHead(200, { "content-encoding": "gzip", "content-type": "text/event-stream" }));
        zipped.write("data: 1\n\n");
        zipped.flush();
        cleanUp.push(() => zipped.destroy());
      });
      const exchange = own(make()).start(get(url));
      const response = await exchange.response;
      const first = await new Promise<string>((resolve) => {
        const heard = (chunk: Buffer) => {
          resolve(chunk.toString());
          return undefined;
        };
        response.read(heard).catch(() => resolve("broken"));
      });
      assert.equal(first, "data: 1\n\n");
      exchange.abort();
    });

    it(`${name} follows redirects within the origin, with method, headers and body`, async () => {
      const seen: (string | undefined)[] = [];
      const url = await listen(async (request, response) => {
        if (request.url === "/mcp") {
          response.writeHead(307, { location: "/moved/" }).end("moved");
          return;
        }
        seen.push(request.method, String(request.headers["x-key"]), await textOf(request));
        response.end("there");
      });
      const request = { method: "POST", url, headers: { "x-key": "abc" }, body: "hello" } as const;
      assert.deepEqual(await ask(own(make()), request), { status: 200, text: "there" });
      assert.deepEqual(seen, ["POST", "abc", "hello"]);
    });

    it(`${name} follows no redirect elsewhere, none that changes the method, and none without end`, async () => {
      const asked: (string | undefined)[] = [];
      const stranger = await listen(({ url }, response) => {
        asked.push(url);
        response.end();
      });
      let redirects = 0;
      const url = await listen((request, response) => {
        redirects++;
        const to = request.url === "/elsewhere" ? stranger.href : request.url === "/around" ? "/around" : "/other";
        response.writeHead(request.url === "/changed" ? 303 : 307, { location: to }).end();
      });
      const client = own(make());
      const status = async (path: string, method: "GET" | "POST") =>
        (await ask(client, get(new URL(path, url), { method }))).status;
      assert.deepEqual(
        [await status("/elsewhere", "GET"), await status("/changed", "POST"), await status("/around", "GET")],
        [307, 303, 307],
      );
      assert.deepEqual([asked, redirects], [[], 8]);
    });

    it(`${name} reports that a body broke off`, async () => {
      const url = await listen((_, response) => {
        response.writeHead(200, { "content-length": "100" }).write("half");
        setTimeout(() => response.destroy(), 20);
      });
      await assert.rejects(ask(own(make()), get(url)));
    });

    it(`${name} gives a request up before and after its head came`, async () => {
      const url = await listen(({ url: path }, response) => {
        if (path === "/head") response.writeHead(200).write("and then nothing");
      });
      const client = own(make());
      const silent = client.start(get(new URL("/silent", url)));
      silent.abort();
      await assert.rejects(silent.response);
      const started = client.start(get(new URL("/head", url)));
      const response = await started.response;
      const reading = response.read(() => {
        started.abort();
        return undefined;
      });
      await assert.rejects(reading);
    });
  }

  it("keeps its connection for the next request", async () => {
    let connections = 0;
    const url = await listen(
      (_, response) => response.end("ok"),
      (server) => server.on("connection", () => connections++),
    );
    const client = own(new NodeHttpClient({}));
    for (let i = 0; i < 5; i++) await ask(client, get(url));
    assert.equal(connections, 1);
  });

  it("asks a proxy for the whole address, with its password, and for nothing on this machine", async () => {
    const target = await listen((request, response) => response.end(`${request.headers.host} ${request.url}`));
    const seen: (string | undefined)[] = [];
    const proxy = await listen((request, response) => {
      seen.push(request.url, request.headers["proxy-authorization"]);
      httpRequest({ port: target.port, path: "/through", headers: request.headers }, (from) =>
        from.pipe(response),
      ).end();
    });
    const env = { HTTP_PROXY: `http://ada:hunter2@127.0.0.1:${proxy.port}` };
    const client = own(new NodeHttpClient(through(env.HTTP_PROXY)));
    const { text } = await ask(client, get(new URL("http://mcp.test/mcp?a=1")));
    assert.equal(text, "mcp.test /through");
    assert.deepEqual(seen, ["http://mcp.test/mcp?a=1", `Basic ${Buffer.from("ada:hunter2").toString("base64")}`]);
    assert.match((await ask(client, get(target))).text, /^127\.0\.0\.1/);
    assert.equal(seen.length, 2);
  });

  it("reaches https through a tunnel of the proxy", async () => {
    const hello = await new Promise<string>((resolve, reject) => {
      // What arrives in the tunnel is TLS: its first byte is a handshake.
      const target = createSocketServer((socket) =>
        socket.once("data", (bytes) => {
          resolve(String(bytes[0]));
          socket.destroy();
        }),
      );
      target.listen(0, "127.0.0.1", async () => {
        cleanUp.push(() => target.close());
        const { port } = target.address() as AddressInfo;
        const proxy = await listen(
          () => reject(new Error("asked without a tunnel")),
          (server) =>
            server.on("connect", ({ url }, client) => {
              assert.equal(url, "mcp.test:443");
              const to = connect(port, "127.0.0.1", () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
              to.pipe(client).pipe(to);
              for (const socket of [to, client]) socket.on("error", () => socket.destroy());
            }),
        );
        const client = own(new NodeHttpClient(through(proxy.origin)));
        client.start(get(new URL("https://mcp.test/"))).response.catch(() => undefined);
      });
    });
    assert.equal(hello, "22");
  });

  it("reports that a proxy refused", async () => {
    const proxy = await listen(
      () => {},
      (server) => server.on("connect", (_, client) => client.end("HTTP/1.1 407 Who are you\r\n\r\n")),
    );
    const client = own(new NodeHttpClient(through(proxy.origin)));
    await assert.rejects(client.start(get(new URL("https://mcp.test/"))).response, {
      message: "the proxy 127.0.0.1 refused to connect to mcp.test:443 (HTTP 407)",
    });
  });
});

/** Reaches all but this machine through a proxy. */
const through = (proxy: string) => ({
  proxyFor: ({ hostname }: URL) => (hostname === "mcp.test" ? { url: new URL(proxy) } : undefined),
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}
