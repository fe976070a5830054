import assert from "node:assert/strict";
import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newCall } from "../../../src/core/calls/toolCall";
import { canonicalJson } from "../../../src/core/kernel/canonicalJson";
import { keyId } from "../../../src/node/audit/signingKey";
import { auditWorld, checked, checkedAlone, logsIn } from "../../support/auditWorld";
import { seeded } from "../../support/callFixture";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("an audit that somebody else changed", function () {
  this.timeout(60_000);
  let original: string;
  let folder: string;
  let current: string;

  before(async () => {
    original = await mkdtemp(join(tmpdir(), "hub-audit-original-"));
    await write(original, 1500, { auditMegabytes: 2 });
    await write(original, 450, { auditMegabytes: 2 });
  });
  after(() => rm(original, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hub-audit-"));
    await cp(original, folder, { recursive: true });
    current = join(logsIn(folder), "audit-1.jsonl");
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const problems = async () => (await checked(folder)).flatMap(({ verdict }) => verdict.problems);
  const lines = () => readFileSync(current, "utf8").trimEnd().split("\n");
  const keep = (kept: readonly string[]) => writeFileSync(current, kept.map((line) => `${line}\n`).join(""));

  it("is intact before, in several files, each line canonical and chained as anybody can compute it", async () => {
    assert.deepEqual(await problems(), []);
    const all = files(folder);
    assert.ok(all.length >= 3, all.join());
    let prev = "0".repeat(64);
    let signed = 0;
    for (const line of all.flatMap((name) =>
      readFileSync(join(logsIn(folder), name), "utf8")
        .trimEnd()
        .split("\n"),
    )) {
      const record = JSON.parse(line);
      assert.equal(canonicalJson(record, 100_000), line);
      assert.equal(record.prev, prev);
      prev = sha256(line);
      if (record.type !== "audit.head") continue;
      const { signature, ...rest } = record;
      const pem = readFileSync(join(logsIn(folder), `audit-${record.key}.pub.pem`));
      const text = Buffer.from(canonicalJson(rest, 100_000) ?? "");
      assert.ok(verify(null, text, createPublicKey(pem), Buffer.from(signature, "base64")));
      signed++;
    }
    assert.ok(signed >= all.length);
  });

  it("by one byte, anywhere, is found", async () => {
    const random = seeded(12);
    const missed: string[] = [];
    for (let n = 0; n < 120; n++) {
      const names = files(folder);
      const file = join(logsIn(folder), names[Math.floor(random() * names.length)] ?? "");
      const bytes = readFileSync(file);
      const at = Math.floor(random() * bytes.length);
      const flipped = Buffer.from(bytes);
      flipped[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 7));
      writeFileSync(file, flipped);
      if ((await problems()).length === 0) missed.push(`${file}:${at}`);
      writeFileSync(file, bytes);
    }
    assert.deepEqual(missed, []);
  });

  it("by a record that says something else names the record", async () => {
    const all = lines();
    const at = all.findIndex((line) => line.includes('"outcome":"ok"'));
    const seq: number = JSON.parse(all[at] ?? "").seq;
    keep(all.with(at, (all[at] ?? "").replace('"outcome":"ok"', '"outcome":"denied"')));
    assert.deepEqual(await problems(), [{ kind: "changed", seq, file: "audit-1.jsonl", line: at + 1 }]);
  });

  it("by a line that is gone names the record", async () => {
    const all = lines();
    const { seq } = JSON.parse(all[20] ?? "");
    keep(all.toSpliced(20, 1));
    assert.deepEqual(await problems(), [{ kind: "missing", seq, count: 1 }]);
  });

  it("by a last line that is written in another way is found, though no hash covers it yet", async () => {
    const all = lines().slice(0, 21);
    const last = JSON.stringify(JSON.parse(all[20] ?? ""), undefined, 1).replaceAll("\n", "");
    keep(all.with(20, last));
    const found = (await checkedAlone(folder)).flatMap(({ verdict }) => verdict.problems);
    assert.deepEqual(found, [{ kind: "not-canonical", file: "audit-1.jsonl", line: 21 }]);
  });

  it("by two lines that changed places is found", async () => {
    const all = lines();
    keep(all.with(20, all[21] ?? "").with(21, all[20] ?? ""));
    assert.ok((await problems()).some(({ kind }) => kind === "order"));
  });

  it("by a tail that was cut off, at a signature too, is found by what is kept elsewhere", async () => {
    const all = lines();
    const heads = all.flatMap((line, index) => (line.includes('"type":"audit.head"') ? [index] : []));
    const head = heads.at(-2) ?? assert.fail("one head only");
    const newest: number = JSON.parse(all.at(-1) ?? "").seq;
    keep(all.slice(0, head + 1));
    const last: number = JSON.parse(all[head] ?? "").seq;
    assert.deepEqual(await problems(), [{ kind: "cut", seq: newest, last }]);
    assert.deepEqual((await checkedAlone(folder))[0]?.verdict.problems, [], "the file alone cannot know it");
    assert.equal((await checkedAlone(folder))[0]?.verdict.isCompared, false);
  });

  it("by a tail that was cut off stays found after the hub has gone on", async () => {
    const all = lines();
    const newest: number = JSON.parse(all.at(-1) ?? "").seq;
    keep(all.slice(0, -40));
    await write(folder, 200);
    assert.deepEqual(await problems(), [{ kind: "cut", seq: newest, last: newest - 40, at: newest - 39 }]);
  });

  it("by a suffix that was written again, with hashes that fit, is found", async () => {
    const all = lines();
    keep(rewritten(all, 30));
    const found = (await problems()).map(({ kind }) => kind);
    assert.ok(found.includes("signature") && found.includes("rewritten"), found.join());
  });

  it("by a suffix that another key signed is found", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const id = keyId(publicKey);
    writeFileSync(
      join(logsIn(folder), `audit-${id}.pub.pem`),
      publicKey.export({ type: "spki", format: "pem" }).toString(),
    );
    keep(rewritten(lines(), 30, (text) => sign(null, Buffer.from(text), privateKey).toString("base64"), id));
    assert.deepEqual(
      (await problems()).map(({ kind }) => kind),
      ["rewritten"],
    );
    const verdict = (await checkedAlone(folder))[0]?.verdict;
    assert.deepEqual(verdict?.problems, [], "by itself it is a log of another key");
    assert.ok(verdict?.keys.includes(id));
  });

  it("by a public key in the place of the hub's is found", async () => {
    const name = readdirSync(logsIn(folder)).find((file) => file.endsWith(".pub.pem")) ?? "";
    const { publicKey } = generateKeyPairSync("ed25519");
    writeFileSync(join(logsIn(folder), name), publicKey.export({ type: "spki", format: "pem" }).toString());
    const [log] = await checked(folder);
    assert.equal(log?.verdict.signedTo, 0);
    assert.ok((log?.verdict.unknownHeads ?? 0) > 0);
  });

  it("by a file that is gone is found: the first, one in the middle, the last, all", async () => {
    const [first = "", second = ""] = files(folder);
    renameSync(join(logsIn(folder), first), join(folder, "aside"));
    assert.deepEqual((await problems())[0], { kind: "missing", seq: 1, count: lastSeq(join(folder, "aside")) });
    renameSync(join(folder, "aside"), join(logsIn(folder), first));
    renameSync(join(logsIn(folder), second), join(folder, "aside"));
    const from = lastSeq(join(logsIn(folder), first)) + 1;
    assert.deepEqual((await problems())[0], {
      kind: "missing",
      seq: from,
      count: lastSeq(join(folder, "aside")) - from + 1,
    });
    renameSync(join(folder, "aside"), join(logsIn(folder), second));
    rmSync(current);
    assert.equal((await problems())[0]?.kind, "cut");
    for (const name of files(folder)) rmSync(join(logsIn(folder), name));
    assert.equal((await problems())[0]?.kind, "cut");
  });
});

/** The files of the log, the oldest first. */
const files = (folder: string): string[] =>
  readdirSync(logsIn(folder))
    .filter((name) => name.endsWith(".jsonl"))
    .sort((a, b) => Number(a === "audit-1.jsonl") - Number(b === "audit-1.jsonl") || (a < b ? -1 : 1));

const lastSeq = (file: string): number => JSON.parse(readFileSync(file, "utf8").trimEnd().split("\n").at(-1) ?? "").seq;

/** The lines with another record at `from`, and everything after it chained to that, as somebody without the key would do it. */
function rewritten(
  lines: readonly string[],
  from: number,
  signed: (text: string) => string = () => "",
  key?: string,
): string[] {
  const kept = lines.slice(0, from);
  let prev = sha256(kept.at(-1) ?? "");
  for (const line of lines.slice(from)) {
    const record = { ...JSON.parse(line), prev };
    if (kept.length === from) record.time = "2020-01-01T00:00:00.000Z";
    if (record.type === "audit.head") {
      if (key !== undefined) record.key = key;
      const { signature, ...rest } = record;
      record.signature = signed(canonicalJson(rest, 100_000) ?? "") || signature;
    }
    const text = canonicalJson(record, 100_000) ?? "";
    kept.push(text);
    prev = sha256(text);
  }
  return kept;
}

async function write(folder: string, count: number, options = {}): Promise<void> {
  const { requests, audit, failures } = auditWorld(folder, options);
  const { signal } = new AbortController();
  for (let n = 1; n <= count; n++) {
    await requests.callTool(newCall({ server: "files", tool: "echo", args: { n }, caller: { door: "chat" }, signal }));
    if (n % 100 === 0) await audit.settle();
  }
  await audit.close();
  assert.deepEqual(failures, []);
}
