import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newCall } from "../../../src/core/calls/toolCall";
import { neverAborted } from "../../../src/core/kernel/abortSignals";
import { HubError } from "../../../src/core/kernel/hubError";
import { auditWorld } from "../../support/auditWorld";
import { secretNames, secretShapes } from "../../support/secretShapes";

describe("secrets in what is recorded", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hub-audit-secrets-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Everything that the audit wrote anywhere, but for its own key. */
  const everything = (): string =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "key.json")
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .join("\n");

  /** Calls with each secret in their arguments, results and failures, and everything else that a text can get in by. */
  async function plant(auditContent: "digest" | "masked"): Promise<ReadonlyMap<string, string>> {
    const planted = new Map<string, string>([...secretShapes].map(([name, secret]) => [name, secret]));
    for (const name of secretNames) planted.set(name, `plain-${name}-7Hq2`);
    let text = "";
    let fails = false;
    const world = auditWorld(folder, { audit: "required", auditContent }, () => {
      if (fails) throw new HubError("server-error", `It failed with ${text}.`);
      const structured = Object.fromEntries(secretNames.map((name) => [name, planted.get(name)]));
      return { content: [{ type: "text", text: `Here: ${text}` }], structured, isError: false };
    });
    const { stream, requests, audit } = world;
    for (const [name, secret] of secretShapes) {
      text = secret;
      const args = {
        note: `the ${name} ${secret}`,
        ...Object.fromEntries(secretNames.map((n) => [n, planted.get(n)])),
      };
      const ask = { server: "files", tool: "echo", caller: { door: "chat" }, signal: neverAborted } as const;
      fails = false;
      await requests.callTool(newCall({ ...ask, args }));
      fails = true;
      await assert.rejects(requests.callTool(newCall({ ...ask, args, tool: `echo ${secret}` })));
      const error = { code: "needs-auth", message: `Signing in failed: ${secret}` } as const;
      stream.publish({ type: "server.signInFailed", server: "files", error });
      stream.publish({ type: "server.signedIn", server: "files", account: `ada ${secret}` });
      stream.publish({ type: "server.state", server: "files", state: { kind: "failed", error } });
      world.set({ policy: { [`files/${secret}`]: "allow" }, caFile: `/home/ada/${secret}` });
    }
    await audit.close();
    assert.deepEqual(world.failures, []);
    return planted;
  }

  it("stand nowhere in it, masked", async () => {
    const planted = await plant("masked");
    const text = everything();
    assert.ok(text.includes("•••") && text.includes("Here: "), "it holds texts, and secrets were in them");
    for (const [name, secret] of planted) assert.ok(!text.includes(secret), name);
  });

  it("stand nowhere in it, digested, nor does any other word of arguments and results", async () => {
    const planted = await plant("digest");
    const text = everything();
    for (const [name, secret] of planted) assert.ok(!text.includes(secret), name);
    for (const word of ["Here:", "the GitHub", "It failed with", "Signing in failed"])
      assert.ok(!text.includes(word), word);
    const [digest] = /"args":"[\da-f]{64}"/.exec(text) ?? [];
    assert.ok(digest && /"result":"[\da-f]{64}"/.test(text));
  });

  it("cannot be guessed from a digest: two installations digest the same arguments differently", async () => {
    const digests: string[] = [];
    for (const name of ["one", "other"]) {
      const { requests, audit } = auditWorld(join(folder, name));
      const ask = { server: "files", tool: "echo", caller: { door: "chat" }, signal: neverAborted } as const;
      for (let n = 0; n < 2; n++) await requests.callTool(newCall({ ...ask, args: { pin: 1234 } }));
      await audit.close();
      const text = readFileSync(join(folder, name, "audit", "audit-1.jsonl"), "utf8");
      const found = [...text.matchAll(/"args":"(\w+)"/g)].map(([, args = ""]) => args);
      assert.equal(new Set(found).size, 1, "the same arguments have the same digest in one of them");
      digests.push(found[0] ?? "");
    }
    assert.notEqual(digests[0], digests[1]);
  });
});
