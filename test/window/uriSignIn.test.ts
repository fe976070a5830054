import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type EditorWindow, openWindow } from "../host/window.js";
import { type SignInServer, startSignInServer } from "../support/signInServer.js";
import { until } from "../support/until.js";

const patience = { timeout: 30_000 };
/** A public address, so that the editor opens it as it is; the test's browser leads it to the server on this machine. */
const elsewhere = "https://sign-in.example/authorize?tenant=north%26south%2Bwest%23%25";

/** Signing in through the editor's own address, as in a remote window: the browser comes back to it, and it calls the hub's handler. */
describe("signing in through the editor's address", () => {
  let window: EditorWindow;
  let server: SignInServer;
  const visited: string[] = [];

  before(async () => {
    server = await startSignInServer({ metadata: { authorization_endpoint: elsewhere }, person: "ada@example.com" });
    window = await openWindow({
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.servers": { guarded: { url: server.url, auth: { type: "oauth", redirect: "editor" } } },
      },
    });
    await window.context.route("https://sign-in.example/**", (route) => {
      const url = route.request().url();
      visited.push(url);
      return route.fulfill({ status: 302, headers: { location: `${server.issuer}/authorize${new URL(url).search}` } });
    });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    await row(/^guarded.*Needs sign-in/).waitFor(patience);
  });

  afterEach(async function () {
    if (this.currentTest?.state === "failed") await window.screenshot("uriSignIn-failed");
  });
  after(async () => {
    await window?.close();
    await server?.stop();
  });

  it("opens the page at exactly the address that was asked for, encoded characters and all", async () => {
    server.behavior.consent = "silent";
    await begin();
    const [address = ""] = visited;
    assert.ok(address.startsWith(elsewhere), address);
    const { searchParams } = new URL(address);
    assert.equal(searchParams.get("tenant"), "north&south+west#%");
    assert.equal(searchParams.get("resource"), server.url);
    // The way back has a query of its own, which must not become a part of this one.
    const back = new URL(searchParams.get("redirect_uri") ?? "");
    assert.equal(back.searchParams.get("vscode-path"), "/callback");
  });

  it("turns an answer with another state away, and goes on waiting", async () => {
    await turnedAway({ state: "of-someone-else", code: "stolen" });
    assert.equal(server.requestsTo("/token").length, 0);
    await row(/^guarded.*Needs sign-in/).waitFor(patience);
  });

  it("takes the right answer once, and signs in", async () => {
    const { searchParams } = new URL(visited.at(-1) ?? "");
    server.behavior.consent = "allow";
    // The same request as the page's, as the person answers it: the server sends the browser back to the editor.
    const page = await window.context.newPage();
    await page.goto(`${server.issuer}/authorize?${searchParams}`);
    await row(/^guarded.*Ready.*ada@example\.com/).waitFor(patience);
    const [asked] = server.requestsTo("/token");
    assert.equal(asked?.form.get("redirect_uri"), searchParams.get("redirect_uri"));

    await turnedAway({ state: searchParams.get("state") ?? "", code: "once-more" });
    assert.equal(server.requestsTo("/token").length, 1, "what was answered is answered");
    await page.close();
  });

  it("opens a page on this machine at exactly its address too, which the editor reaches by another one", async () => {
    const page = "/authorize?tenant=north%26south%2Bwest%23%25";
    server.behavior.metadata = { authorization_endpoint: `${server.issuer}${page}` };
    server.behavior.consent = "silent";
    server.seen.length = 0;
    const shown = await begin();
    const [asked] = server.requestsTo("/authorize").slice(-1);
    assert.equal(asked?.query.get("tenant"), "north&south+west#%");
    assert.equal(asked?.query.get("resource"), server.url);
    const back = new URL(asked?.query.get("redirect_uri") ?? "");
    assert.equal(back.searchParams.get("vscode-path"), "/callback");
    assert.ok(back.searchParams.has("vscode-reqid"), back.href);
    await shown.close();
  });

  const row = (name: RegExp) => window.page.getByRole("treeitem", { name });

  /** Begins a sign-in, and waits until its page has been asked for. */
  async function begin(): Promise<Page> {
    const opened = window.context.waitForEvent("page");
    await window.run((vscode) => void vscode.commands.executeCommand("mcpHub.signIn", "guarded"));
    const page = await opened;
    await page.getByRole("heading", { name: "Sign in" }).waitFor(patience);
    return page;
  }

  /** Hands an answer to the hub's handler by the editor's own address, and waits until the handler has turned it away, as the log says. */
  async function turnedAway(answer: Readonly<Record<string, string>>): Promise<void> {
    const before = await refusals();
    await window.run((vscode, query) => {
      const authority = "mcp-client-hub.mcp-client-hub";
      const uri = vscode.Uri.from({ scheme: vscode.env.uriScheme, authority, path: "/callback", query });
      return vscode.commands.executeCommand("vscode.open", uri);
    }, new URLSearchParams(answer).toString());
    await until("the answer is turned away", async () => (await refusals()) > before);
  }

  const refusals = async (): Promise<number> =>
    (await readFile(join(window.root, "server.log"), "utf8")).split("No sign-in is waiting for this redirect").length -
    1;
});
