import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpPlan } from "../../../../src/core/config/plan/launchPlan";
import { HubError } from "../../../../src/core/kernel/hubError";
import { Network } from "../../../../src/mcp/http/client/network";
import { type Certificates, hasOpenssl, makeCertificates } from "../../../support/certificates";
import { type DoorServer, startDoors } from "../../../support/doorServer";
import { noAbort, openLinks } from "../../../support/openLinks";
import { httpPlan, signInWorld } from "../../../support/signInWorld";

(hasOpenssl ? describe : describe.skip)("a server with certificates of its own", function () {
  this.timeout(30_000);
  const open = openLinks();
  let certificates: Certificates;
  let server: DoorServer;
  const file = (name: string) => certificates.file(name);
  const mutual = () => ({ certFile: file("client.pem"), keyFile: file("client.key") });

  before(async () => {
    certificates = makeCertificates();
    server = await startDoors(certificates);
  });
  after(async () => {
    await server.stop();
    certificates.remove();
  });
  const plan = (kind: HttpPlan["kind"], tls?: HttpPlan["tls"]): HttpPlan => {
    const { port } = server;
    const paths = { http: "https://127.0.0.1:0/mcp", sse: "https://127.0.0.1:0/sse", websocket: "wss://127.0.0.1:0/" };
    const url = paths[kind === "socket" ? "http" : kind].replace(":0", `:${port}`);
    return { ...httpPlan(url), kind, protocol: "legacy", ...(tls && { tls }) };
  };

  for (const kind of ["http", "sse", "websocket"] as const)
    describe(`over ${kind}`, () => {
      it("is trusted through its authority, and trusts the client's certificate", async () => {
        const { link } = await open(plan(kind, { caFile: file("server.pem"), ...mutual() }));
        assert.equal(link.info.name, "doors");
      });

      it("is trusted through an authority of the settings", async () => {
        const network = new Network(() => ({ caFile: file("server.pem") }));
        assert.equal((await open(plan(kind, mutual()), { network })).link.info.name, "doors");
      });

      it("is not trusted without its authority, and refuses clients without a certificate", async () => {
        await assert.rejects(open(plan(kind)), {
          code: "transport",
          message:
            /is not trusted \(.*\)\. If its authority is your own, set "tls\.caFile" of the server, or "mcpHub\.caFile"/,
        });
        await assert.rejects(open(plan(kind, { caFile: file("server.pem") })), { code: "transport" });
      });

      it("says so where the server speaks no TLS", async () => {
        const plainServer = createServer((_, response) => response.end());
        await new Promise<void>((resolve) => plainServer.listen(0, "127.0.0.1", resolve));
        const { port } = plainServer.address() as AddressInfo;
        const wanted = plan(kind);
        try {
          await assert.rejects(open({ ...wanted, url: wanted.url.replace(`:${server.port}`, `:${port}`) }), {
            code: "transport",
            message: `"${wanted.server}" cannot be reached: 127.0.0.1:${port} does not speak TLS, which "https" and "wss" require. Write "http" or "ws" into "url" in the settings, or correct the port.`,
          });
        } finally {
          await new Promise((resolve) => plainServer.close(resolve));
        }
      });

      it("names the file that cannot be read", async () => {
        const missing = { caFile: file("missing.pem") };
        await assert.rejects(open(plan(kind, missing)), { code: "bad-config", message: /"tls\.caFile".*ENOENT/ });
        const network = new Network(() => missing);
        const message = /setting "mcpHub\.caFile" cannot be read \(ENOENT\)/;
        await assert.rejects(open(plan(kind), { network }), { code: "bad-config", message });
      });
    });

  it("is asked how to sign in with the same certificates, and so is its sign-in service", async () => {
    const { authorizations } = signInWorld();
    const tls = { caFile: file("server.pem"), ...mutual() };
    const discovery = await authorizations.oauth(plan("http", tls))?.rediscover(noAbort());
    assert.equal(discovery?.issuer, `https://127.0.0.1:${server.port}`);
    assert.ok(server.seen.some((line) => line.startsWith("GET /.well-known/oauth-protected-resource")));
    assert.ok(server.seen.some((line) => line.startsWith("GET /.well-known/oauth-authorization-server")));
    const bare = authorizations.oauth(plan("http"))?.rediscover(noAbort());
    await assert.rejects(
      async () => bare,
      (error) => error instanceof HubError && /not trusted/.test(error.message),
    );
  });
});
