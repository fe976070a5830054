import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { changeSignIn, signInOutcome, signInText } from "../src/signIn";
import { clickThrough, type SignInServer, startSignInServer } from "./support/signInServer";
import { ownStateFolder } from "./support/stateFolder";

describe("a sign-in on the command line", function () {
  this.timeout(30_000); // seconds are spent only on a machine under load
  let server: SignInServer;
  let said: string[];
  const errors: unknown[] = [];
  const { BROWSER } = process.env;
  const folder = ownStateFolder(async () => {
    if (BROWSER === undefined) delete process.env.BROWSER;
    else process.env.BROWSER = BROWSER;
    await server.stop();
  });
  beforeEach(async () => {
    process.env.BROWSER = join(folder.path, "no browser");
    server = await startSignInServer({ person: "ada@example.com" });
    said = [];
    errors.length = 0;
    const servers = {
      web: { url: server.url },
      token: { url: server.url, auth: { type: "bearer", token: "a-token-of-its-own" } },
    };
    writeFileSync(config(), JSON.stringify({ servers }));
  });

  const config = () => join(folder.path, "servers.json");
  const command = (kind: "sign-in" | "sign-out", more: object = {}) =>
    ({ kind, server: "web", config: config(), device: false, json: false, ...more }) as Parameters<
      typeof changeSignIn
    >[0];
  const parts = (say: (text: string) => void = () => {}) => ({
    under: {},
    signal: new AbortController().signal,
    say: (text: string) => {
      said.push(text);
      say(text);
    },
    report: (error: unknown) => errors.push(error),
  });
  const opensPage = (text: string) => {
    const page = /in the browser: (\S+)$/.exec(text)?.[1];
    if (page) void clickThrough(page);
  };

  it("names the page, says why no browser opened, and ends with the account", async () => {
    const outcome = await changeSignIn(command("sign-in"), parts(opensPage));
    assert.deepEqual(outcome, { server: "web", account: "ada@example.com" });
    assert.match(said[0] ?? "", /^Sign in to "web" in the browser: http/);
    assert.deepEqual(said.slice(1), ["The browser did not open (ENOENT). Open the page yourself."]);
    assert.deepEqual(errors, []);
  });

  it("says nothing more where a browser opens, and is known to the next command, which ends it", async () => {
    process.env.BROWSER = "true";
    const first = await signInOutcome(command("sign-in"), parts(opensPage));
    assert.deepEqual(first, { exitCode: 0, stdout: 'Signed in to "web" as ada@example.com.\n', stderr: "" });
    assert.equal(said.length, 1);
    const { stdout } = await signInOutcome(command("sign-out", { json: true }), parts());
    assert.deepEqual(JSON.parse(stdout), { server: "web", account: "ada@example.com", revoked: true });
    await assert.rejects(changeSignIn(command("sign-out"), parts()), /No account is signed in to "web"/);
  });

  it("shows a code where a device has no browser", async () => {
    const enters = (text: string) => server.device.decide(/enter the code (\w+)/.exec(text)?.[1] ?? "", "allowed");
    const outcome = await changeSignIn(command("sign-in", { device: true }), parts(enters));
    assert.equal(outcome.account, "ada@example.com");
    assert.equal(said.length, 1);
    assert.match(said.join(), /^Sign in to "web" on any device: open http\S+ and enter the code \w+/);
  });

  it("is refused for a server that is not there, and for one with a credential", async () => {
    await assert.rejects(changeSignIn(command("sign-in", { server: "other" }), parts()), {
      code: "unknown-server",
      message: `The configuration ${config()} has no server "other". Check the name.`,
    });
    await assert.rejects(changeSignIn(command("sign-in", { server: "token" }), parts()), {
      code: "bad-config",
      message: /^"token" has a credential in its entry \(.+\), so there is no sign-in\./,
    });
  });

  it("tells whether the service ended it, too", () => {
    const ended = { server: "web", account: "ada" };
    const text = (revoked: boolean) => signInText(command("sign-out"), { ...ended, revoked });
    assert.equal(text(true), 'Signed out of "web": the sign-in of ada has ended.');
    assert.match(text(false), /^Signed out of "web" here\. The sign-in service did not end the sign-in of ada/);
  });
});
