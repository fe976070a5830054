import assert from "node:assert/strict";
import { parseCommandLine } from "../../src/headless/commandLine";
import { serveCommand, stdioCommand } from "../../src/headless/serveCommand";

const serve = (...options: readonly string[]) => parseCommandLine(["serve", "--config", "f", ...options]);

describe("the command serve", () => {
  it("listens on any free port of this machine, unless told otherwise", () => {
    assert.deepEqual(serve(), {
      kind: "serve",
      config: "f",
      host: "127.0.0.1",
      port: 0,
      tokenFile: undefined,
      profile: undefined,
      approval: undefined,
      tls: undefined,
      publicNames: [],
      origins: [],
      jwt: undefined,
      json: false,
    });
  });

  it("reads every option", () => {
    const doors = ["--host", "10.0.0.1", "--port", "65535", "--tls-cert", "c.pem", "--tls-key", "k.pem"];
    const names = ["--public-name", "a.example", "--public-name", "b.example"];
    const origins = ["--origins", "http://127.0.0.1:6274, https://localhost,,http://[::1]:8080"];
    const whose = ["--token-file", "t", "--profile", "reading", "--approval", "writes", "--json"];
    const jwt = ["--jwt-issuer", "i", "--jwt-audience", "a", "--jwt-keys", "https://i/keys"];
    assert.deepEqual(serve(...doors, ...names, ...origins, ...whose, ...jwt), {
      kind: "serve",
      config: "f",
      host: "10.0.0.1",
      port: 65_535,
      tokenFile: "t",
      profile: "reading",
      approval: "writes",
      tls: { cert: "c.pem", key: "k.pem" },
      publicNames: ["a.example", "b.example"],
      origins: ["http://127.0.0.1:6274", "https://localhost", "http://[::1]:8080"],
      jwt: { issuer: "i", audience: "a", keys: { keys: "https://i/keys" } },
      json: true,
    });
    for (const approval of ["never", "writes", "always"] as const)
      assert.equal(stdioCommand({ approval }, undefined, false).approval, approval);
  });

  it("takes the secret of signed tokens from a file, and else from the environment", () => {
    const named = { "jwt-issuer": "i", "jwt-audience": "a" };
    const env = { MCP_HUB_JWT_SECRET: "s" };
    const keysOf = (more: object) => serveCommand({ ...named, ...more }, "f", false, env).jwt?.keys;
    assert.deepEqual(keysOf({}), { secret: "s" });
    assert.deepEqual(keysOf({ "jwt-secret-file": "s.txt" }), { secretFile: "s.txt" });
    assert.throws(() => keysOf({ "jwt-keys": "k" }), /checked with one thing/);
    assert.equal(serveCommand({}, "f", false, env).jwt, undefined);
  });

  const jwt = ["--jwt-issuer", "i", "--jwt-audience", "a"];
  const wrong: readonly (readonly [options: readonly string[], why: RegExp])[] = [
    [["--port", "65536"], /^--port must be a number from 0 to 65535/],
    [["--port=-1"], /^--port/],
    [["--port", "1e3"], /^--port/],
    [["--port", "000080"], /^--port/],
    [["--tls-cert", "c"], /^--tls-cert and --tls-key belong together/],
    [["--tls-key", "k"], /^--tls-cert and --tls-key belong together/],
    [["--approval", "sometimes"], /^--approval must be never, writes or always/],
    [["--origins", "http://evil.example"], /^--origins takes pages of this machine/],
    [["--origins", "http://127.0.0.1:6274/"], /^--origins/],
    [["--origins", "http://127.0.0.1,nonsense"], /"nonsense" is not one/],
    [["--jwt-keys", "k"], /^--jwt-issuer and --jwt-audience belong together/],
    [["--jwt-issuer", "i"], /^--jwt-issuer and --jwt-audience belong together/],
    [["--jwt-audience", "a", "--jwt-keys", "k"], /^--jwt-issuer and --jwt-audience belong together/],
    [jwt, /^Signed tokens are checked with one thing/],
    [[...jwt, "--jwt-secret-file", "s", "--jwt-keys", "k"], /^Signed tokens are checked with one thing/],
  ];
  for (const [options, why] of wrong)
    it(`refuses ${options.join(" ")}`, () =>
      assert.throws(() => serve(...options), { code: "bad-config", message: why }));
});

describe("the command line", () => {
  it("reads stdio, which needs no file", () => {
    const read = (...options: readonly string[]) => parseCommandLine(["stdio", ...options]);
    assert.deepEqual(read(), {
      kind: "stdio",
      config: undefined,
      server: undefined,
      profile: undefined,
      approval: undefined,
      json: false,
    });
    assert.deepEqual(read("--config", "f", "--server", "files", "--profile", "p", "--approval", "always", "--json"), {
      kind: "stdio",
      config: "f",
      server: "files",
      profile: "p",
      approval: "always",
      json: true,
    });
  });

  it("reads sign-in, sign-out, doctor, report and audit verify", () => {
    const of = (line: string) => parseCommandLine(line.split(" "));
    const server = { server: "files", config: "f" };
    assert.deepEqual(of("sign-in files --config f --device"), {
      kind: "sign-in",
      ...server,
      device: true,
      json: false,
    });
    assert.deepEqual(of("sign-out files --config f --json"), {
      kind: "sign-out",
      ...server,
      device: false,
      json: true,
    });
    assert.deepEqual(of("doctor files --config f"), { kind: "doctor", only: "files", config: "f", json: false });
    assert.deepEqual(of("audit verify"), { kind: "verify", file: undefined, json: false });
    assert.deepEqual(of("audit verify log.jsonl --json"), { kind: "verify", file: "log.jsonl", json: true });
    assert.deepEqual(of("report week"), { kind: "report", range: "week", json: false });
  });

  const wrong: readonly (readonly [line: string, why: RegExp])[] = [
    ["sign-in --config f", /^sign-in needs a server\./],
    ["sign-in a b --config f", /^sign-in takes one server; remove "b"\./],
    ["sign-out a --config f --device", /^--device belongs to sign-in\./],
    ["sign-in files", /^--config FILE is missing\./],
    ["serve", /^--config FILE is missing\./],
    ["doctor files", /^--config FILE is missing\./],
    ["audit", /^audit needs a word/],
    ["audit check", /^audit needs a word/],
    ["audit verify a b", /^audit verify takes one file; remove "b"\./],
    ["doctor a b --config f", /^doctor takes one server or none; remove "b"\./],
    ["call files", /^--config FILE is missing\./],
    ["tools --config f --timeout 0", /^--timeout must be/],
    ["tools --config f --timeout 3600.1", /^--timeout must be/],
    ["tools --config f --unknown-option", /^Unknown option '--unknown-option'\. /],
  ];
  for (const [line, why] of wrong)
    it(`says what is wrong with: ${line}`, () =>
      assert.throws(() => parseCommandLine(line.split(" ")), { code: "bad-config", message: why }));

  it("waits for an hour at most", () => {
    const { timeoutSeconds, fromLast } = Object(parseCommandLine(["tools", "--config", "f", "--timeout", "3600"]));
    assert.deepEqual([timeoutSeconds, fromLast], [3600, false]);
  });
});
