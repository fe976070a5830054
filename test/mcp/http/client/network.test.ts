import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { FetchHttpClient } from "../../../../src/mcp/http/client/fetchHttpClient";

type Loaded = typeof import("../../../../src/mcp/http/client/network");

const far = new URL("https://mcp.example.com/mcp");
const near = ["http://localhost:1/", "http://127.0.0.1:1/", "http://[::1]:1/", "http://mcp.localhost/"];

/** The module as a host loads it: one that puts modules of its own in the place of Node's hands them out by these names. */
async function loadedWith(replaced: Readonly<Record<string, unknown>>): Promise<Loaded> {
  const { outputFiles } = await build({
    entryPoints: ["src/mcp/http/client/network.ts"],
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
  });
  const nodes = createRequire(`${process.cwd()}/`);
  const module = { exports: {} as Loaded };
  const require = (name: string): unknown => replaced[name] ?? nodes(name);
  new Function("module", "exports", "require", outputFiles[0]?.text ?? "")(module, module.exports, require);
  return module.exports;
}

describe("Network", function () {
  this.timeout(20_000);

  it("takes Node's own HTTP where it is not replaced", async () => {
    const { Network } = await loadedWith({});
    for (const url of [far, ...near.map((address) => new URL(address))])
      assert.equal(new Network().client({ server: "web" }, url).constructor.name, "NodeHttpClient", url.href);
  });

  it("takes the editor's HTTP for other machines, and only for those", async () => {
    const http = { ...createRequire(`${process.cwd()}/`)("http"), request: () => assert.fail("asked for no request") };
    const { Network } = await loadedWith({ http });
    assert.equal(new Network().client({ server: "web" }, far).constructor.name, "FetchHttpClient");
    for (const url of near)
      assert.equal(new Network().client({ server: "web" }, new URL(url)).constructor.name, "NodeHttpClient", url);
  });

  it("uses the fetch that is present when a request is sent", async () => {
    const { fetch } = globalThis;
    globalThis.fetch = async (input) => new Response(`the editor's: ${input}`);
    try {
      const { response } = new FetchHttpClient().start({ method: "GET", url: far, headers: {} });
      let text = "";
      await (await response).read((chunk) => {
        text += chunk;
      });
      assert.equal(text, `the editor's: ${far}`);
    } finally {
      globalThis.fetch = fetch;
    }
  });
});
