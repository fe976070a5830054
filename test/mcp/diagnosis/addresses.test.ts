import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { ComposePorts } from "../../../src/composedHub";
import { type FindingCode, findingTable } from "../../../src/core/diagnosis/findingCodes";
import { addressFacts } from "../../../src/mcp/diagnosis/addressFacts";
import { Network } from "../../../src/mcp/http/client/network";
import { withoutLoginShell } from "../../support/aComposedHub";
import { type Certificates, hasOpenssl, makeCertificates } from "../../support/certificates";
import { always, at, DoctorWorld, type Entry, fixKind, tinyMcp } from "../../support/doctorWorld";
import { type IssuedCertificates, issuedCertificates } from "../../support/issuedCertificates";

/** A broken address: what is found, what is said, and the fix. `works`: with the fix, the server works. */
interface Row {
  readonly code: FindingCode;
  readonly name?: string;
  readonly entry: (world: DoctorWorld) => Entry | Promise<Entry>;
  readonly says: RegExp;
  readonly fix?: "works" | string;
  readonly ports?: (world: DoctorWorld) => Partial<ComposePorts> | Promise<Partial<ComposePorts>>;
}

const html = { "content-type": "text/html" };
const page = "<!doctype html><html><body><h1>Welcome</h1></body></html>";
const login = '<html><body><form><input name="user"><input type="password" name="secret"></form></body></html>';
const tool = { name: "echo", inputSchema: { type: "object" } };
const server = tinyMcp({ tools: [tool] });
const local = (port: number, path = "/mcp", scheme = "http") => `${scheme}://127.0.0.1:${port}${path}`;
const status = async (world: DoctorWorld, code: number, headers?: Record<string, string>, body = "") => ({
  url: local(await world.http(always(code, headers, body))),
});

let issued: IssuedCertificates;
let certificates: Certificates;

/** The servers of a test that needs a certificate of 127.0.0.1. */
const secure = (world: DoctorWorld, tls: object) => world.http(server, tls);

const rows: readonly Row[] = [
  {
    code: "entry-invalid",
    name: "where a file that it names is not there",
    entry: () => ({ url: "https://127.0.0.1:9/mcp", tls: { caFile: "/nowhere/ca.pem" } }),
    says: /"tls\.caFile" cannot be read \(ENOENT\)/,
    fix: "settings",
  },
  {
    code: "port-refused",
    entry: () => ({ url: local(9) }),
    says: /nothing listens at 127\.0\.0\.1:9/,
    fix: "restart",
  },
  {
    code: "other-loopback",
    entry: async (world) => ({ url: `http://[::1]:${await world.http(server)}/mcp` }),
    says: /nothing listens at http:\/\/\[::1\].*, but an MCP server answers at http:\/\/127\.0\.0\.1/,
    fix: "works",
  },
  {
    code: "name-not-found",
    entry: () => ({ url: "https://nowhere.invalid/mcp" }),
    says: /the name nowhere\.invalid was not found/,
    fix: "restart",
  },
  {
    code: "connection-closed",
    entry: async (world) => ({ url: local(await world.port((socket) => socket.once("data", () => socket.destroy()))) }),
    says: /closed the connection/,
    fix: "restart",
  },
  {
    code: "not-http",
    entry: async (world) => ({ url: local(await world.port((socket) => socket.end("SSH-2.0-OpenSSH_9.7\r\n"))) }),
    says: /does not speak HTTP/,
    fix: "settings",
  },
  {
    code: "proxy",
    name: "that asks for a password",
    entry: () => ({ url: "http://mcp.invalid/mcp" }),
    ports: async (world) => {
      const port = await world.http(always(407, { "proxy-authenticate": "Basic" }));
      return { network: () => ({ proxy: `http://127.0.0.1:${port}` }) };
    },
    says: /the proxy http:\/\/127\.0\.0\.1:\d+ asks for a name and a password \(HTTP 407\)/,
    fix: "proxy-settings",
  },
  {
    code: "proxy",
    name: "that is not there",
    entry: () => ({ url: "https://mcp.invalid/mcp" }),
    ports: () => ({ network: () => ({ proxy: "http://127.0.0.1:9" }) }),
    says: /cannot be reached through the proxy http:\/\/127\.0\.0\.1:9/,
    fix: "proxy-settings",
  },
  {
    code: "tls-self-signed",
    entry: async (world) => {
      const pair = {
        cert: readFileSync(certificates.file("server.pem")),
        key: readFileSync(certificates.file("server.key")),
      };
      return { url: local(await secure(world, pair), "/mcp", "https") };
    },
    says: /is self-signed.*trust its certificate: (?:[0-9A-F]{2}:){31}[0-9A-F]{2}/,
    fix: "works",
  },
  {
    code: "tls-unknown-authority",
    name: "that comes with it",
    entry: async (world) => ({ url: local(await secure(world, issued.issue("127.0.0.1", 2, true)), "/mcp", "https") }),
    says: /comes from "Example Corp CA", which this machine does not know/,
    fix: "works",
  },
  {
    code: "tls-unknown-authority",
    name: "that does not come with it",
    entry: async (world) => ({ url: local(await secure(world, issued.issue("127.0.0.1")), "/mcp", "https") }),
    says: /comes from an authority, which this machine does not know/,
    fix: "settings",
  },
  {
    code: "tls-expired",
    entry: async (world) => ({
      url: local(await secure(world, issued.issue("127.0.0.1", -1)), "/mcp", "https"),
      tls: { caFile: issued.authority },
    }),
    says: /it has expired or is not valid yet/,
    fix: "restart",
  },
  {
    code: "tls-wrong-name",
    entry: async (world) => ({
      url: local(await secure(world, issued.issue("other.test")), "/mcp", "https"),
      tls: { caFile: issued.authority },
    }),
    says: /is for another name/,
    fix: "settings",
  },
  {
    code: "tls-client-certificate",
    entry: async (world) => {
      const tls = { ...issued.issue("127.0.0.1"), requestCert: true, rejectUnauthorized: true, maxVersion: "TLSv1.2" };
      return { url: local(await secure(world, tls), "/mcp", "https"), tls: { caFile: issued.authority } };
    },
    says: /If it asks for a certificate/,
    fix: "settings",
  },
  {
    code: "tls-to-plain-port",
    entry: async (world) => ({ url: local(await world.http(server), "/mcp", "https") }),
    says: /does not speak TLS/,
    fix: "works",
  },
  {
    code: "tls-to-plain-port",
    name: "and there is a credential, which does not go over an open connection by one click",
    entry: async (world) => ({
      url: local(await world.http(server), "/mcp", "https"),
      headers: { authorization: "Bearer abcdefgh" },
    }),
    says: /does not speak TLS/,
    fix: "settings",
  },
  {
    code: "plain-to-tls-port",
    entry: async (world) => ({
      url: local(await secure(world, issued.issue("127.0.0.1"))),
      tls: { caFile: issued.authority },
    }),
    says: /speaks TLS, and "url" begins with "http"/,
    fix: "works",
  },
  {
    code: "tls-failed",
    entry: async (world) => ({
      url: local(
        await world.port((socket) => socket.once("data", () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 70])))),
        "/mcp",
        "https",
      ),
    }),
    says: /the TLS connection to .* failed/,
    fix: "settings",
  },
  {
    code: "login-page",
    entry: (world) => status(world, 200, html, login),
    says: /a page where a person signs in/,
    fix: "settings",
  },
  {
    code: "login-page",
    name: "that the server redirects to",
    entry: (world) => status(world, 302, { location: "https://login.example.com/sso" }),
    says: /leads to the login page of login\.example\.com/,
    fix: "settings",
  },
  {
    code: "web-page",
    entry: async (world) => ({ url: local(await world.http(at("/mcp", server, always(200, html, page))), "/") }),
    says: /answered with a web page.*An MCP server answers at http:\/\/127\.0\.0\.1:\d+\/mcp/,
    fix: "works",
  },
  {
    code: "redirect",
    entry: async (world) => {
      const moved = local(await world.http(server), "/v2/mcp");
      return { url: local(await world.http(always(308, { location: moved }))) };
    },
    says: /redirects to another address \(HTTP 308\): http:\/\/127\.0\.0\.1:\d+\/v2\/mcp/,
    fix: "works",
  },
  {
    code: "sign-in-needed",
    entry: (world) => status(world, 401, { "www-authenticate": "Bearer" }),
    says: /sign-in/,
    fix: "sign-in",
  },
  {
    code: "credential-refused",
    entry: async (world) => ({ ...(await status(world, 401)), headers: { authorization: "Bearer abcdefgh" } }),
    says: /refuses the credential that its entry sends \(HTTP 401\)/,
    fix: "set-secret",
  },
  {
    code: "forbidden",
    entry: (world) => status(world, 403),
    says: /refused access \(HTTP 403\)/,
    fix: "settings",
  },
  {
    code: "not-found",
    entry: async (world) => ({ url: local(await world.http(tinyMcp({ path: "/mcp", tools: [tool] })), "/rpc") }),
    says: /has no MCP endpoint \(HTTP 404\).*An MCP server answers at/,
    fix: "works",
  },
  {
    code: "not-found",
    name: "and nothing else is there",
    entry: (world) => status(world, 404),
    says: /has no MCP endpoint \(HTTP 404\)/,
    fix: "settings",
  },
  {
    code: "method-not-allowed",
    entry: async (world) => ({ url: local(await world.http(at("/mcp", server, always(405))), "/") }),
    says: /does not take MCP requests at this address \(HTTP 405\)/,
    fix: "works",
  },
  {
    code: "not-acceptable",
    entry: async (world) => ({ url: local(await world.http(at("/api/mcp", server, always(406))), "/api") }),
    says: /HTTP 406/,
    fix: "works",
  },
  {
    code: "too-many-requests",
    entry: (world) => status(world, 429),
    says: /asks for fewer requests \(HTTP 429\)/,
    fix: "restart",
  },
  {
    code: "server-failed",
    entry: (world) => status(world, 500),
    says: /failed \(HTTP 500\)/,
    fix: "restart",
  },
  {
    code: "request-refused",
    entry: (world) => status(world, 418, {}, "I am a teapot"),
    says: /refused the request \(HTTP 418\): I am a teapot/,
    fix: "settings",
  },
  {
    code: "session-lost",
    entry: async (world) => ({
      url: local(
        await world.http((request, response) => {
          if (request.headers["mcp-session-id"] !== undefined) return always(404)(request, response);
          response.setHeader("mcp-session-id", "s1");
          server(request, response);
        }),
      ),
    }),
    says: /opens a session but does not know it in the next request/,
    fix: "restart",
  },
  {
    code: "other-revision",
    entry: async (world) => {
      const refusal = { error: { code: -32022, message: "Unsupported", data: { supported: ["2024-01-01"] } } };
      const answers = { initialize: refusal, "server/discover": refusal };
      return { url: local(await world.http(tinyMcp({ answers }))) };
    },
    says: /revision/,
    fix: "log",
  },
  {
    code: "broken-protocol",
    entry: async (world) => ({ url: local(await world.http(tinyMcp({ answers: { initialize: { result: 42 } } }))) }),
    says: /speaks MCP, but not as the protocol says/,
    fix: "log",
  },
  {
    code: "bad-schema",
    entry: async (world) => {
      const wrong = { name: "wrong", inputSchema: { type: "object", properties: { city: { type: "strng" } } } };
      return { url: local(await world.http(tinyMcp({ tools: [tool, wrong] }))) };
    },
    says: /the schemas of 1 of its tools are wrong, and models may refuse them: wrong \("type"\)/,
  },
  {
    code: "list-missing",
    entry: async (world) => {
      const capabilities = { tools: {}, prompts: {} };
      const answers = { "prompts/list": { error: { code: -32603, message: "No prompts today" } } };
      return { url: local(await world.http(tinyMcp({ tools: [tool], capabilities, answers }))) };
    },
    says: /No prompts today/,
    fix: "log",
  },
];

/** Every broken address, with servers of this machine. */
describe("the doctor of addresses", () => {
  withoutLoginShell();
  let world: DoctorWorld;

  before(function () {
    if (!hasOpenssl) this.skip();
    issued = issuedCertificates();
    certificates = makeCertificates();
  });
  after(() => {
    issued?.remove();
    certificates?.remove();
  });
  beforeEach(() => {
    world = new DoctorWorld();
  });
  afterEach(() => world.dispose());

  for (const { code, name = "", entry, says, fix, ports } of rows)
    it(`finds ${code} ${name}`.trim(), async () => {
      const broken = await entry(world);
      const { findings, tools } = await world.diagnose(broken, await ports?.(world));
      const [finding] = findings;
      assert.equal(finding?.code, code, JSON.stringify(findings));
      assert.match(finding.sentence, says);
      assert.equal(findings.length, 1);
      assert.equal(finding.severity, tools === undefined ? "problem" : "warning");
      assert.ok((findingTable[code].fixes as readonly string[]).includes(fixKind(finding)), "the table names the fix");
      if (fix === undefined) return assert.equal(finding.fix, undefined);
      if (fix !== "works") return assert.equal(finding.fix?.kind === "command" && finding.fix.command, fix);
      const after = await world.diagnose(world.fixed(broken, finding.fix));
      assert.deepEqual(after.findings, []);
      assert.equal(after.tools, 1);
    }).timeout(30_000);

  it("looks at no other path where the address speaks MCP", async () => {
    const paths: unknown[] = [];
    const port = await world.http((request, response) => {
      paths.push(request.url);
      server(request, response);
    });
    const plan = { kind: "http", server: "web", url: local(port), headers: {} } as const;
    const failure = { code: "transport", message: "No.", status: 404 } as const;
    const signal = new AbortController().signal;
    const facts = await addressFacts(plan, failure, { network: new Network() }, signal);
    assert.deepEqual([facts.answer?.isMcp, facts.better, paths], [true, undefined, ["/mcp"]]);
  });

  it("asks with the headers of the entry, and closes a session that it opened", async () => {
    const seen: unknown[] = [];
    const port = await world.http((request, response) => {
      seen.push([request.method, request.headers["x-key"], request.headers["mcp-session-id"]]);
      response.setHeader("mcp-session-id", "s1");
      server(request, response);
    });
    const plan = { kind: "http", server: "web", url: local(port), headers: { "X-Key": "k" } } as const;
    const failure = { code: "timeout", message: "No." } as const;
    await addressFacts(plan, failure, { network: new Network() }, new AbortController().signal);
    assert.deepEqual(seen, [
      ["POST", "k", undefined],
      ["DELETE", "k", "s1"],
    ]);
  });
});
