import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TlsConfig } from "../../src/core/auth/authConfig";
import { openLinks } from "../support/openLinks";
import { httpPlan } from "../support/signInWorld";

const hasOpenssl = (() => {
  try {
    return execFileSync("openssl", ["version"], { encoding: "utf8" }) !== "";
  } catch {
    return false;
  }
})();

/** Certificates are made by openssl: Node can read them, not make them. */
(hasOpenssl ? describe : describe.skip)("a server with certificates of its own", function () {
  this.timeout(30_000);
  const open = openLinks();
  let folder = "";
  let stop = () => {};
  let url = "";
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  const make = (name: string, subject: string, more: string[]) => {
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", `${name}.key`, "-nodes"];
    openssl("req", "-x509", ...key, "-out", `${name}.pem`, "-days", "2", "-subj", subject, ...more);
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "hub-tls-"));
    make("server", "/CN=server", ["-addext", "subjectAltName=IP:127.0.0.1"]);
    make("client", "/CN=client", []);
    const [cert, key, ca] = ["server.pem", "server.key", "client.pem"].map((name) => readFileSync(file(name)));
    const server = createServer(
      { cert, key, ca, requestCert: true, rejectUnauthorized: true },
      async (request, response) => {
        let body = "";
        for await (const chunk of request.setEncoding("utf8")) body += chunk;
        if (request.method !== "POST") return response.writeHead(405).end();
        const { id, method } = JSON.parse(body);
        if (id === undefined) return response.writeHead(202).end();
        const result = { protocolVersion: "2025-06-18", capabilities: {}, serverInfo: { name: "tls", version: "1" } };
        const error = { code: -32601, message: "Method not found" };
        response.writeHead(200, { "content-type": "application/json" });
        return response.end(
          JSON.stringify({ jsonrpc: "2.0", id, ...(method === "initialize" ? { result } : { error }) }),
        );
      },
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = `https://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/mcp`;
    stop = () => server.close().closeAllConnections();
  });
  after(async () => {
    stop();
    await rm(folder, { recursive: true, force: true });
  });
  const connect = (tls?: TlsConfig) => open({ ...httpPlan(url), ...(tls && { tls }) });

  it("is trusted through its authority, and trusts the client's certificate", async () => {
    const tls = { caFile: file("server.pem"), certFile: file("client.pem"), keyFile: file("client.key") };
    assert.equal((await connect(tls)).link.info.name, "tls");
  });

  it("is not trusted without its authority, and lets nobody in without a certificate", async () => {
    await assert.rejects(connect(), { code: "transport", message: /certificate of 127\.0\.0\.1 is not trusted/ });
    await assert.rejects(connect({ caFile: file("server.pem") }), { code: "transport" });
  });

  it("says which file cannot be read", () =>
    assert.rejects(connect({ caFile: file("missing.pem") }), { code: "bad-config", message: /"tls\.caFile".*ENOENT/ }));
});
