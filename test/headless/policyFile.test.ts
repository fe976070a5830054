import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { createHub } from "../../src/headless";
import type { HeadlessHub } from "../../src/headless/headlessHub";
import { isRootAlone, ownedByRoot } from "../support/rootAlone";
import { until } from "../support/until";

const fixture = { command: "node", args: [resolve("test/support/fixtureServer.mjs")] };
/** Whom `nobody` is on most systems; any user who is not root would do. */
const nobody = 65_534;
const denies = '{"rules": [{"do": "deny", "tool": "echo", "args": {"text": "/etc/*"}, "reason": "Not our files."}]}';

/** Real files with real owners: only root can make a file that the hub believes, so most of it needs root. */
describe("an organization's policy file, without an editor", function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  let hub: HeadlessHub | undefined;

  before(function () {
    if (!isRootAlone) this.skip(); // the file must belong to root, and its folders too
    folder = mkdtempSync(join(ownedByRoot, "mcph-policy-"));
    chmodSync(folder, 0o755);
  });
  beforeEach(() => {
    file = join(folder, "policy.json");
    rmSync(file, { force: true }); // a test gave it to somebody
    writeFileSync(file, denies, { mode: 0o644 });
  });
  afterEach(async () => {
    await hub?.close();
    hub = undefined;
  });
  after(() => {
    if (isRootAlone) rmSync(folder, { recursive: true, force: true });
  });

  const start = async (policyFile = file) => {
    hub = createHub({ servers: { fixture }, options: { policyFile } });
    await hub.ready();
    return hub;
  };
  const echo = (hub: HeadlessHub, text: string) => hub.callTool("fixture", "echo", { text });

  it("denies what it denies, says so, and lets the rest pass", async () => {
    const hub = await start();
    await assert.rejects(echo(hub, "/tmp/../etc/passwd"), {
      code: "denied",
      message: `"echo" on "fixture" was not run: rule 1 of your organization's policy (${file}) forbids it (Not our files.). Ask the person who maintains that file whether it should run.`,
    });
    assert.equal((await echo(hub, "/tmp/x")).isError, false);
  });

  it("is named by the environment too, in a process of its own", async () => {
    const config = join(folder, "servers.json");
    writeFileSync(config, JSON.stringify({ servers: { fixture } }));
    const call = (text: string) =>
      promisify(execFile)(
        process.execPath,
        ["dist/headless.js", "call", "fixture", "echo", "--args", JSON.stringify({ text }), "--config", config],
        { env: { ...process.env, MCP_HUB_POLICY_FILE: file, MCP_HUB_STATE_FOLDER: join(folder, "state") } },
      );
    assert.equal((await call("hello")).stdout, "hello\n");
    await assert.rejects(call("/etc/passwd"), /rule 1 of your organization's policy/);
  });

  it("wants a person asked each time, and there is none", async () => {
    writeFileSync(file, '{"rules": [{"do": "ask", "tool": "echo"}]}');
    await assert.rejects(echo(await start(), "x"), {
      code: "denied",
      message:
        /rule 1 of your organization's policy \(.*\) requires that a person is asked about it, and nobody can be asked here/,
    });
  });

  it("is read again when it changes, and everything is refused while it is gone", async () => {
    const hub = await start();
    assert.equal((await echo(hub, "x")).isError, false);
    const refused = () =>
      echo(hub, "x").then(
        () => "",
        (error) => String(error),
      );
    writeFileSync(file, '{"rules": [{"do": "deny"}]}');
    await until("the new rule holds", async () => (await refused()).includes("rule 1 of your organization's policy"));
    renameSync(file, `${file}.away`);
    await until("the file is missed", async () => (await refused()).includes(`${file}: there is no such file.`));
    writeFileSync(file, '{"rules": []}');
    await until("calls run again", async () => (await refused()) === "");
  });

  const bad: [why: string, make: () => string, problem: RegExp][] = [
    [
      "belongs to somebody else",
      () => {
        chownSync(file, nobody, nobody);
        return file;
      },
      /policy\.json belongs to the user with the ID 65534, not to root\. Ask your administrator to give/,
    ],
    [
      "can be written by its group",
      () => {
        chmodSync(file, 0o664);
        return file;
      },
      /policy\.json can be written by users other than root \(mode 0664\)/,
    ],
    [
      "is in a folder of somebody else",
      () => {
        const own = join(folder, "own");
        mkdirSync(own, { recursive: true });
        chownSync(own, nobody, nobody);
        writeFileSync(join(own, "policy.json"), denies);
        return join(own, "policy.json");
      },
      /\/own belongs to the user with the ID 65534/,
    ],
    [
      "is in the folder for temporary files",
      () => {
        const temporary = mkdtempSync(join(tmpdir(), "mcph-policy-"));
        writeFileSync(join(temporary, "policy.json"), denies);
        return join(temporary, "policy.json");
      },
      /can be written by users other than root \(mode 1777\)|belongs to the user/,
    ],
    [
      "is behind a link of somebody else",
      () => {
        const own = join(folder, "links");
        mkdirSync(own, { recursive: true });
        symlinkSync(file, join(own, "policy.json"));
        chownSync(own, nobody, nobody);
        return join(own, "policy.json");
      },
      /\/links belongs to the user with the ID 65534/,
    ],
    ["is a folder", () => folder, /is not a file\. Ask your administrator/],
    [
      "is not there",
      () => join(folder, "nowhere.json"),
      /nowhere\.json: there is no such file\. Ask your administrator/,
    ],
    [
      "allows something",
      () => {
        writeFileSync(file, '{"rules": [{"do": "allow", "tool": "echo"}]}');
        return file;
      },
      /policy\.json is wrong\. Rule 1 says "allow", and an organization's policy can only "deny" or "ask"\. Remove that rule\./,
    ],
  ];
  for (const [why, make, problem] of bad)
    it(`stops every call if it ${why}`, async () => {
      const named = make();
      const hub = await start(named);
      await assert.rejects(echo(hub, "x"), (error: Error) => {
        assert.match(
          error.message,
          /^"echo" on "fixture" was not run: the policy of your organization cannot be used\. /,
        );
        assert.match(error.message, problem);
        assert.ok(error.message.includes(named) || why === "is a folder", error.message);
        return true;
      });
      await assert.rejects(hub.readResource("fixture", "file:///x"), problem);
      await assert.rejects(hub.getPrompt("fixture", "greet"), problem);
    });
});
