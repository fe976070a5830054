import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { parseCommandLine } from "../../../src/headless/commandLine";
import { processesWith } from "../../support/processesWith";

const mark = `doctor-${process.pid}`;

/** `mcp-client-hub doctor` as people run it: the built file, in a process of its own. */
describe("mcp-client-hub doctor", () => {
  const folder = mkdtempSync(join(tmpdir(), "mcph-doctor-command-"));
  const fixture = { command: "node", args: [resolve("test/support/fixtureServer.mjs")], env: { HUB_TEST_MARK: mark } };
  const broken = { command: "node", args: ["-e", "console.error('Error: EXAMPLE_KEY is not set'); process.exit(1)"] };

  after(() => rmSync(folder, { recursive: true, force: true }));

  const config = (servers: object): string => {
    const file = join(folder, "servers.json");
    writeFileSync(file, JSON.stringify({ servers }));
    return file;
  };
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, ["dist/headless.js", "doctor", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    return { stdout, stderr, code };
  };

  it("ends with 0 where every server works, and leaves no process behind", async () => {
    assert.deepEqual(await run("--config", config({ fixture })), {
      code: 0,
      stdout: '"fixture" works. Tools: 19.\n',
      stderr: "",
    });
    assert.deepEqual(processesWith("HUB_TEST_MARK", mark), []);
  });

  it("ends with 1 where one does not, and says why", async () => {
    const { code, stdout } = await run("--config", config({ fixture, broken }));
    assert.equal(code, 1);
    assert.match(stdout, /^"fixture" works\. Tools: 19\.$/m);
    assert.match(
      stdout,
      /^broken: problem \(key-missing\): .*EXAMPLE_KEY.*\n {2}Fix: Write EXAMPLE_KEY into "env" of the entry$/m,
    );
  });

  it("ends with 0 where a server works with a warning", async () => {
    const chatty = { ...fixture, args: [...fixture.args, "--chatter"] };
    const { code, stdout } = await run("--config", config({ chatty }));
    assert.equal(code, 0);
    assert.match(stdout, /^chatty: warning \(prints-on-stdout\)/);
  });

  it("diagnoses one server alone, as one JSON document", async () => {
    const { code, stdout } = await run("broken", "--json", "--config", config({ fixture, broken }));
    assert.equal(code, 1);
    const { diagnoses } = JSON.parse(stdout);
    assert.deepEqual(
      diagnoses.map(({ server, findings }: { server: string; findings: { code: string }[] }) => [
        server,
        findings.map(({ code }) => code),
      ]),
      [["broken", ["key-missing"]]],
    );
  });

  it("ends with 2 for a server that is not there, and for a file that is not", async () => {
    const missing = await run("nobody", "--config", config({ fixture }));
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /has no server "nobody"/);
    assert.equal((await run("--config", join(folder, "nowhere.json"))).code, 2);
  });

  it("takes one server or none", () => {
    assert.deepEqual(parseCommandLine(["doctor", "files", "--config", "f"]), {
      kind: "doctor",
      only: "files",
      config: "f",
      json: false,
    });
    assert.throws(() => parseCommandLine(["doctor", "a", "b", "--config", "f"]), /takes one server or none/);
    assert.throws(() => parseCommandLine(["doctor"]), /--config/);
  });
});
