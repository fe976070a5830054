import assert from "node:assert/strict";
import type { HttpPlan } from "../../../../src/core/config/plan/launchPlan";
import type { NetworkSettings } from "../../../../src/core/config/plan/networkSettings";
import { Network } from "../../../../src/mcp/http/client/network";
import { type Certificates, hasOpenssl, makeCertificates } from "../../../support/certificates";
import { type DoorServer, startDoors } from "../../../support/doorServer";
import { type MappingProxy, startMappingProxy } from "../../../support/mappingProxy";
import { noAbort, openLinks } from "../../../support/openLinks";
import { httpPlan, signInWorld } from "../../../support/signInWorld";

const kinds = { http: "http://mcp.test/mcp", sse: "http://mcp.test/sse", websocket: "ws://mcp.test/" } as const;
const plan = (kind: keyof typeof kinds): HttpPlan => ({ ...httpPlan(kinds[kind]), kind, protocol: "legacy" });

describe("a proxy", function () {
  this.timeout(30_000);
  const open = openLinks();
  let server: DoorServer;
  let proxy: MappingProxy;
  beforeEach(async () => {
    server = await startDoors();
    proxy = await startMappingProxy(server.port);
  });
  afterEach(async () => {
    await proxy.stop();
    await server.stop();
  });
  const through = (settings: NetworkSettings, env = {}) => ({ network: new Network(() => settings, env) });
  /** Nobody has such a name: without the proxy there is no way to it. */
  const nobody = { code: "transport", message: /not found|ENOTFOUND|EAI_AGAIN/ };

  for (const kind of ["http", "sse", "websocket"] as const) {
    const asked = kind === "websocket" ? "CONNECT mcp.test:80" : `http://mcp.test/${kind === "sse" ? "sse" : "mcp"}`;

    it(`of the settings is used over ${kind}, whatever the environment has`, async () => {
      const env = { HTTP_PROXY: "http://127.0.0.1:1", NO_PROXY: "other.test" };
      const { link } = await open(plan(kind), through({ proxy: proxy.address }, env));
      assert.equal(link.info.name, "doors");
      assert.match(proxy.seen[0] ?? "", new RegExp(`${asked}$`));
    });

    it(`of the environment is used over ${kind}`, async () => {
      await open(plan(kind), through({}, { HTTP_PROXY: proxy.address }));
      assert.match(proxy.seen[0] ?? "", new RegExp(`${asked}$`));
    });

    it(`is bypassed over ${kind} where the settings ask for it`, async () => {
      for (const settings of [{ noProxy: ["mcp.test"] }, { noProxies: true }]) {
        await assert.rejects(open(plan(kind), through({ proxy: proxy.address, ...settings })), nobody);
        await assert.rejects(open(plan(kind), through(settings, { HTTP_PROXY: proxy.address })), nobody);
      }
      assert.deepEqual(proxy.seen, []);
    });
  }

  it("is used to ask how to sign in", async () => {
    const { authorizations } = signInWorld({ ...through({ proxy: proxy.address }), resolve: async () => [] });
    const discovery = await authorizations.oauth(plan("http"))?.rediscover(noAbort()).catch(String);
    assert.equal(proxy.seen[0], "POST http://mcp.test/mcp", "its refusal may say how");
    assert.match(proxy.seen[1] ?? "", /^GET http:\/\/mcp\.test\/\.well-known\/oauth-protected-resource/);
    assert.match(String(discovery), /mcp\.test|sign-in/);
  });

  (hasOpenssl ? describe : describe.skip)("and certificates", () => {
    let certificates: Certificates;
    let secure: DoorServer;
    let secureProxy: MappingProxy;
    before(async () => {
      certificates = makeCertificates();
      secure = await startDoors(certificates);
      secureProxy = await startMappingProxy(secure.port, certificates);
    });
    after(async () => {
      await secureProxy.stop();
      await secure.stop();
      certificates.remove();
    });
    const tls = () => ({
      caFile: certificates.file("server.pem"),
      certFile: certificates.file("client.pem"),
      keyFile: certificates.file("client.key"),
    });

    for (const kind of ["http", "sse", "websocket"] as const) {
      const secured = (): HttpPlan => {
        const url = kinds[kind].replace("://", "s://");
        return { ...plan(kind), url, tls: tls() };
      };

      it(`reaches a server over TLS by CONNECT, with its certificates (${kind})`, async () => {
        const { link } = await open(secured(), through({ proxy: secureProxy.address }));
        assert.equal(link.info.name, "doors");
        assert.equal(secureProxy.seen.at(-1), "CONNECT mcp.test:443");
      });

      it(`does not trust the proxy's own certificate without its authority, unless it is not to be checked (${kind})`, async () => {
        const noCa = (): HttpPlan => ({ ...plan(kind), tls: { certFile: tls().certFile, keyFile: tls().keyFile } });
        const settings = { proxy: secureProxy.address };
        const before = secureProxy.seen.length;
        await assert.rejects(open(noCa(), through(settings)), { code: "transport", message: /certificate/ });
        assert.equal(secureProxy.seen.length, before);
        // The server behind it speaks TLS only: that the proxy was asked is what counts.
        await assert.rejects(open(noCa(), through({ ...settings, strictProxyTls: false })));
        assert.ok(secureProxy.seen.length > before);
      });
    }
  });
});
