import assert from "node:assert/strict";
import { systemClock } from "../../../src/core/kernel/clock";
import { HubError } from "../../../src/core/kernel/hubError";
import { guardedFetch } from "../../../src/mcp/oauth/guardedFetch";
import { noAbort } from "../../support/openLinks";
import { type SignInServer, startSignInServer } from "../../support/signInServer";
import { httpPlan, signInWorld } from "../../support/signInWorld";

const resourcePath = "/.well-known/oauth-protected-resource/mcp";
const metadataPath = "/.well-known/oauth-authorization-server";

describe("metadata that cannot be trusted", function () {
  this.timeout(30_000);
  let server: SignInServer;
  beforeEach(async () => {
    server = await startSignInServer();
  });
  afterEach(() => server.stop());

  /** Signing in fails with these words, and no page was opened. */
  const refused = async (words: RegExp) => {
    const opened: string[] = [];
    const { authorizations } = signInWorld({ open: async (url) => opened.push(url) });
    const oauth = authorizations.oauth(httpPlan(server.url));
    const error = await oauth?.signIn(noAbort()).catch((failure: unknown) => failure);
    assert.ok(error instanceof HubError, String(error));
    assert.equal(error.code, "needs-auth");
    assert.match(error.message, words);
    assert.deepEqual(opened, []);
  };

  for (const endpoint of [
    "file:///etc/passwd",
    "javascript:alert%281%29",
    "https://id.example.com/$(calc)",
    'https://id.example.com/" & calc',
    "http://id.example.com/authorize",
    "vscode://evil.extension/run",
  ])
    for (const name of ["authorization_endpoint", "token_endpoint", "registration_endpoint"])
      it(`${name} ${endpoint}`, async () => {
        server.behavior.metadata = { [name]: endpoint };
        await refused(/Signing in to "web" failed/);
      });

  it("an authorization server over http that is not this machine", async () => {
    server.behavior.resource = { authorization_servers: ["http://id.example.com"] };
    await refused(/sign-in service is not encrypted/);
  });

  it("metadata of half a megabyte and more", async () => {
    for (const path of [resourcePath, metadataPath]) {
      server.behavior.answers = {
        [path]: (response) => response.writeHead(200, { "content-type": "application/json" }).end(" ".repeat(600_000)),
      };
      await refused(/sent more than 512 KB/);
    }
  });

  it("metadata that never ends", async () => {
    server.behavior.answers[metadataPath] = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const send = () => response.write(" ".repeat(64 * 1024), () => response.destroyed || setImmediate(send));
      send();
    };
    await refused(/sent more than 512 KB/);
  });

  it("redirects that lead in a circle", async () => {
    for (const path of [resourcePath, metadataPath])
      server.behavior.answers[path] = (response) => response.writeHead(302, { location: path }).end();
    await refused(/Signing in to "web" failed/);
    assert.ok(server.seen.length < 60, `${server.seen.length} requests`);
  });

  it("a redirect to another place", async () => {
    const other = await startSignInServer();
    try {
      server.behavior.answers[metadataPath] = (response) =>
        response.writeHead(302, { location: `${other.issuer}${metadataPath}` }).end();
      await refused(/Signing in to "web" failed/);
      assert.deepEqual(other.seen, []);
    } finally {
      await other.stop();
    }
  });

  it("metadata of another issuer", async () => {
    server.behavior.metadata = { issuer: "https://id.example.com" };
    await refused(/a different sign-in service than the one that was asked/);
  });

  it("metadata of another resource", async () => {
    server.behavior.resource = { resource: "https://bank.example.com/mcp" };
    await refused(/about another server/);
  });

  it("a private address that a public server names, unless that is allowed", async () => {
    const guard = { server: "web", serverUrl: new URL("https://mcp.example.com/mcp"), clock: systemClock, fetch };
    const address = `${server.issuer}${metadataPath}`;
    await assert.rejects(guardedFetch(guard)(address), {
      code: "needs-auth",
      message: /private address.*allowPrivate/,
    });
    assert.deepEqual(server.seen, []);
    assert.equal((await guardedFetch({ ...guard, allowPrivate: true })(address)).status, 200);
  });

  it("a public name that stands for a private address", async () => {
    const resolve = async () => ["10.0.0.1"];
    const guard = {
      server: "web",
      serverUrl: new URL("https://mcp.example.com/mcp"),
      clock: systemClock,
      fetch,
      resolve,
    };
    await assert.rejects(guardedFetch(guard)("https://id.example.com/x"), {
      code: "needs-auth",
      message: /a name that resolves to a private address/,
    });
  });
});
