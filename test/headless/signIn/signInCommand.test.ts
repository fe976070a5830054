import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clickThrough, type SignInServer, startSignInServer } from "../../support/signInServer";
import { startCommand } from "../../support/startCommand";
import { type Served, startServe } from "../../support/startServe";
import { until } from "../../support/until";

/** The built command, in processes of their own, with a real authorization server. */
describe("mcp-client-hub sign-in", function () {
  this.timeout(60_000);
  let folder: string;
  let server: SignInServer;
  const running: Served[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-sign-in-"));
    server = await startSignInServer({ person: "ada@example.com" });
    await writeFile(join(folder, "servers.json"), JSON.stringify({ servers: { web: { url: server.url } } }));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const env = (more: Readonly<Record<string, string>> = {}) => ({
    MCP_HUB_STATE_FOLDER: join(folder, "state"),
    BROWSER: "true",
    ...more,
  });
  const config = () => ["--config", join(folder, "servers.json")];
  const command = (...args: readonly string[]) => startCommand(env(), ...args, ...config());
  /** Signs in as a person does who opens the address that is shown. */
  const signIn = async (...more: readonly string[]) => {
    const started = command("sign-in", "web", ...more);
    await until("it says where to sign in", () => /http:\S+\n/.test(started.said()));
    await clickThrough(/in the browser: (\S+)\n/.exec(started.said())?.[1] ?? "");
    return started.ended;
  };
  const serve = async (tokenFile: string) => {
    const served = await startServe({ env: env() }, ...config(), "--token-file", join(folder, tokenFile));
    running.push(served);
    return served;
  };
  const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "web__who", arguments: {} } };
  // biome-ignore lint/suspicious/noExplicitAny: the assertions say what it is
  const answerOf = async (served: Served): Promise<any> => (await served.fetch("/mcp", { json: call })).json();
  const works = async (served: Served) => (await answerOf(served)).result?.content?.[0]?.text === "done";
  const refreshes = () => server.requestsTo("/token").filter(({ form }) => form.get("grant_type") === "refresh_token");

  it("signs in in the browser, and the next commands have the account", async () => {
    const { code, stdout, stderr } = await signIn();
    assert.equal(stdout, 'Signed in to "web" as ada@example.com.\n', stderr);
    assert.equal(code, 0);
    const called = await command("call", "web", "who").ended;
    assert.equal(called.code, 0, called.stderr);
  });

  it("starts the program that BROWSER names, with the address", async function () {
    if (process.platform === "win32") this.skip();
    const browser = join(folder, "browser");
    await writeFile(browser, `#!${process.execPath}\nfetch(process.argv[2]);\n`);
    await chmod(browser, 0o755);
    const { code, stderr } = await startCommand(env({ BROWSER: browser }), "sign-in", "web", ...config()).ended;
    assert.equal(code, 0, stderr);
  });

  it("says so where no browser starts, and goes on with the page that a person opens", async () => {
    const started = startCommand(env({ BROWSER: join(folder, "none") }), "sign-in", "web", ...config());
    await until("it says so", () => /did not open \(ENOENT\)/.test(started.said()));
    await clickThrough(/in the browser: (\S+)\n/.exec(started.said())?.[1] ?? "");
    assert.equal((await started.ended).code, 0);
  });

  it("signs in by a code with --device, and leaves no secret behind that can be read", async () => {
    const started = command("sign-in", "web", "--device");
    await until("it shows the code", () => /enter the code \w+/.test(started.said()));
    server.device.decide(/enter the code (\w+)/.exec(started.said())?.[1] ?? "", "allowed");
    const { code, stdout, stderr } = await started.ended;
    assert.equal(stdout, 'Signed in to "web" as ada@example.com.\n', stderr);
    assert.equal(code, 0);
    const files = await readdir(join(folder, "state"), { recursive: true, withFileTypes: true });
    for (const file of files.filter((one) => one.isFile())) {
      const text = await readFile(join(file.parentPath, file.name), "utf8");
      for (const secret of server.issued) assert.ok(!text.includes(secret), file.name);
    }
    for (const secret of server.issued) assert.ok(!`${stdout}${stderr}`.includes(secret));
  });

  it("ends with a sentence where the person refuses, and where there is nothing to sign in to", async () => {
    const started = command("sign-in", "web", "--device");
    await until("it shows the code", () => /enter the code \w+/.test(started.said()));
    server.device.decide(/enter the code (\w+)/.exec(started.said())?.[1] ?? "", "denied");
    const denied = await started.ended;
    assert.equal(denied.code, 3);
    assert.match(denied.stderr, /Signing in to "web" failed: access was denied where the code was entered\.\n$/);
    const unknown = await command("sign-in", "other").ended;
    assert.deepEqual([unknown.code, /has no server "other"/.test(unknown.stderr)], [2, true], unknown.stderr);
    const none = await command("sign-out", "web").ended;
    assert.match(none.stderr, /No account is signed in to "web"/);
  });

  it("reaches a hub that serves already: the server connects, and leaves again with sign-out", async () => {
    const served = await serve("token");
    const servers = async () => (await served.fetch("/api/v1/mcp/servers")).text();
    await until("it says how to sign in", async () => /Run mcp-client-hub sign-in web/.test(await servers()));
    await signIn();
    await until("the server connects", () => works(served));
    const { code, stdout } = await command("sign-out", "web").ended;
    assert.equal(stdout, 'Signed out of "web": the sign-in of ada@example.com has ended.\n');
    assert.equal(code, 0);
    await until("the server has no account", async () => !(await works(served)));
  });

  it("is renewed once by two hubs at the same moment, and outlives both", async () => {
    await signIn();
    const both = await Promise.all([serve("one"), serve("two")]);
    for (const one of both) await until("it works", () => works(one));
    for (const time of [1, 2, 3]) {
      server.behavior.tokenDelayMs = 300;
      server.expire();
      assert.deepEqual(await Promise.all(both.map(works)), [true, true]);
      assert.equal(refreshes().length, time, "each refresh token was used once");
    }
    await Promise.all(running.splice(0).map((one) => one.stop()));
    server.expire();
    const called = await command("call", "web", "who").ended;
    assert.equal(called.code, 0, called.stderr);
    assert.equal(refreshes().length, 4);
  });

  it("does not serve with sign-ins that it cannot open, and says what to do", async () => {
    await signIn();
    await rm(join(folder, "state", "sign-in", "key"));
    await assert.rejects(
      serve("token"),
      /sign-ins\.jwe cannot be read: its key, .*key, is missing\. Bring the key back/,
    );
  });

  it("seals with a secret of the configuration's own sources", async () => {
    const key = Buffer.alloc(32, 9).toString("base64");
    await writeFile(
      join(folder, "servers.json"),
      JSON.stringify({
        servers: { web: { url: server.url } },
        secretCommand: { command: process.execPath, args: ["-p", `"${key}"`] },
        signInKey: "seal",
      }),
    );
    const { code, stderr } = await signIn();
    assert.equal(code, 0, stderr);
    assert.deepEqual((await readdir(join(folder, "state", "sign-in"))).sort(), ["locks", "sign-ins.jwe"]);
    assert.equal((await command("call", "web", "who").ended).code, 0);
  });
});
