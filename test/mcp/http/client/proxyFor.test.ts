import assert from "node:assert/strict";
import { proxyFor } from "../../../../src/mcp/http/client/proxyFor";

const proxy = "http://proxy.test:3128";

describe("proxyFor", () => {
  const rows: [url: string, env: Record<string, string>, expected: string | undefined][] = [
    ["http://mcp.test/", {}, undefined],
    ["http://mcp.test/", { HTTP_PROXY: proxy }, "http://proxy.test:3128/"],
    ["http://mcp.test/", { http_proxy: "proxy.test:3128" }, "http://proxy.test:3128/"],
    ["http://mcp.test/", { HTTPS_PROXY: proxy }, undefined],
    ["https://mcp.test/", { HTTPS_PROXY: proxy }, "http://proxy.test:3128/"],
    ["https://mcp.test/", { ALL_PROXY: proxy }, "http://proxy.test:3128/"],
    ["http://127.0.0.1:80/", { HTTP_PROXY: proxy }, undefined],
    ["http://[::1]:80/", { HTTP_PROXY: proxy }, undefined],
    ["http://localhost/", { HTTP_PROXY: proxy }, undefined],
    ["http://mcp.test/", { HTTP_PROXY: proxy, NO_PROXY: "*" }, undefined],
    ["http://mcp.test/", { HTTP_PROXY: proxy, NO_PROXY: "other.test, mcp.test" }, undefined],
    ["http://a.mcp.test/", { HTTP_PROXY: proxy, no_proxy: ".mcp.test" }, undefined],
    ["http://a.mcp.test/", { HTTP_PROXY: proxy, no_proxy: "*.MCP.test" }, undefined],
    ["http://notmcp.test/", { HTTP_PROXY: proxy, no_proxy: "mcp.test" }, "http://proxy.test:3128/"],
    ["http://mcp.test:8080/", { HTTP_PROXY: proxy, no_proxy: "mcp.test:8080" }, undefined],
    ["http://10.1.2.3/", { HTTP_PROXY: proxy, NO_PROXY: "10.0.0.0/8" }, undefined],
    ["http://11.1.2.3/", { HTTP_PROXY: proxy, NO_PROXY: "10.0.0.0/8" }, "http://proxy.test:3128/"],
    ["https://192.168.7.9/", { HTTPS_PROXY: proxy, no_proxy: "localhost, 192.168.7.0/24 ,a.test" }, undefined],
    ["https://192.168.8.9/", { HTTPS_PROXY: proxy, no_proxy: "192.168.7.0/24" }, "http://proxy.test:3128/"],
    ["http://10.1.2.3/", { HTTP_PROXY: proxy, NO_PROXY: "10.1.2.3/32" }, undefined],
    ["http://10.1.2.3:8080/", { HTTP_PROXY: proxy, NO_PROXY: "10.1.2.3:8080" }, undefined],
    ["http://10.1.2.3:8081/", { HTTP_PROXY: proxy, NO_PROXY: "10.1.2.3:8080" }, "http://proxy.test:3128/"],
    [
      "http://10.1.2.3/",
      { HTTP_PROXY: proxy, NO_PROXY: "10.0.0.0/33,10.0.0.0/x,999.0.0.0/8" },
      "http://proxy.test:3128/",
    ],
    ["http://110.1.2.3/", { HTTP_PROXY: proxy, NO_PROXY: "10.1.2.3" }, "http://proxy.test:3128/"],
    ["http://[fd00::1]/", { HTTP_PROXY: proxy, NO_PROXY: "fd00::1" }, undefined],
    ["http://[fd00::1]/", { HTTP_PROXY: proxy, NO_PROXY: "[fd00:0:0::0001]" }, undefined],
    ["http://[fd00::1]:8080/", { HTTP_PROXY: proxy, NO_PROXY: "[fd00::1]:8080" }, undefined],
    ["http://[fd00::1]:8081/", { HTTP_PROXY: proxy, NO_PROXY: "[fd00::1]:8080" }, "http://proxy.test:3128/"],
    ["http://[fd00::1]/", { HTTP_PROXY: proxy, NO_PROXY: "fd00::/8" }, undefined],
    ["http://[fd00::1]/", { HTTP_PROXY: proxy, NO_PROXY: "[fd00::]/8" }, undefined],
    ["http://[fe00::1]/", { HTTP_PROXY: proxy, NO_PROXY: "fd00::/8" }, "http://proxy.test:3128/"],
    ["http://[::ffff:10.1.2.3]/", { HTTP_PROXY: proxy, NO_PROXY: "10.0.0.0/8" }, undefined],
    ["http://mcp.test:8081/", { HTTP_PROXY: proxy, no_proxy: "mcp.test:8080" }, "http://proxy.test:3128/"],
    ["http://mcp.test/", { HTTP_PROXY: "https://proxy.test:3128" }, "https://proxy.test:3128/"],
    ["http://mcp.test/", { HTTP_PROXY: proxy, no_proxy: "mcp.test:80" }, undefined],
    ["http://mcp.test/", { HTTP_PROXY: proxy, no_proxy: "mcp.test:443" }, "http://proxy.test:3128/"],
    ["https://mcp.test/", { HTTPS_PROXY: proxy, no_proxy: "mcp.test:443" }, undefined],
    ["https://mcp.test/", { HTTPS_PROXY: proxy, no_proxy: "mcp.test:80" }, "http://proxy.test:3128/"],
    ["http://10.1.2.3/", { HTTP_PROXY: proxy, NO_PROXY: "0.0.0.0/0" }, undefined],
    ["http://10.1.2.3/", { HTTP_PROXY: proxy, NO_PROXY: "10.1.2.3/-1" }, "http://proxy.test:3128/"],
  ];
  for (const [url, env, expected] of rows)
    it(`${url} with ${JSON.stringify(env)} → ${expected}`, () =>
      assert.equal(proxyFor(new URL(url), env)?.href, expected));

  it("reports that a proxy is of a kind that cannot be used, without its password", () =>
    assert.throws(() => proxyFor(new URL("http://mcp.test/"), { ALL_PROXY: "socks5://ada:hunter2@proxy.test" }), {
      message: "the proxy in the environment (socks5:) is not an HTTP proxy",
    }));
});
