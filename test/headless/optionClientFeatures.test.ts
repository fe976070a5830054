import assert from "node:assert/strict";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FormAsk, SamplingAsk, UrlAsk } from "../../src/core/questions/clientFeatures";
import { optionClientFeatures, rootAt } from "../../src/headless/optionClientFeatures";

const signal = new AbortController().signal;
const ask = { server: "files" };

describe("what a script answers to servers that ask", () => {
  it("is declared as far as the script has answers", () => {
    const none = { roots: false, forms: false, urls: false, sampling: false };
    const answer = async () => assert.fail("nobody asked");
    assert.deepEqual(optionClientFeatures({}).can, none);
    assert.deepEqual(optionClientFeatures({ roots: [] }).can, { ...none, roots: true });
    assert.deepEqual(optionClientFeatures({ onForm: answer }).can, { ...none, forms: true });
    assert.deepEqual(optionClientFeatures({ onUrl: answer }).can, { ...none, urls: true });
    assert.deepEqual(optionClientFeatures({ onSampling: answer }).can, { ...none, sampling: true });
  });

  it("are the folders that the script names", () => {
    const roots = [{ uri: "file:///w", name: "w" }];
    assert.deepEqual(optionClientFeatures({ roots }).roots("files"), roots);
    assert.deepEqual(optionClientFeatures({}).roots("files"), []);
  });

  it("is a form with the defaults of its schema where the script leaves values out", async () => {
    const properties = { name: { default: "Ada" }, age: { default: 0 }, city: {}, odd: true };
    const form = { ...ask, schema: { type: "object", properties } } as unknown as FormAsk;
    const answers = async (content: Readonly<Record<string, unknown>>, schema: object = form.schema) => {
      const { fill } = optionClientFeatures({ onForm: async () => ({ action: "accept", content }) as never });
      return fill({ ...form, schema: schema as FormAsk["schema"] }, signal);
    };
    assert.deepEqual(await answers({}), { action: "accept", content: { name: "Ada", age: 0 } });
    assert.deepEqual(await answers({ name: "Eve" }), { action: "accept", content: { name: "Eve", age: 0 } });
    assert.deepEqual(await answers({ name: "Eve" }, {}), { action: "accept", content: { name: "Eve" } });
    const declined = optionClientFeatures({ onForm: async () => ({ action: "cancel" }) });
    assert.deepEqual(await declined.fill(form, signal), { action: "cancel" });
    assert.deepEqual(await optionClientFeatures({}).fill(form, signal), { action: "decline" });
  });

  it("is asked of the script for addresses and for models, and declined without it", async () => {
    const visited = optionClientFeatures({ onUrl: async () => "accept" });
    assert.equal(await visited.visit(ask as UrlAsk, signal), "accept");
    assert.equal(await optionClientFeatures({}).visit(ask as UrlAsk, signal), "decline");
    const said = { model: "m" } as never;
    const sampled = optionClientFeatures({ onSampling: async () => said });
    assert.equal(await sampled.sample(ask as SamplingAsk, signal), said);
    assert.equal(await sampled.consent(ask as never, signal), true);
    const none = optionClientFeatures({});
    assert.equal(await none.consent(ask as never, signal), false);
    await assert.rejects(none.sample(ask as SamplingAsk, signal), { code: "denied" });
  });
});

describe("a folder of --root", () => {
  let folder: string;
  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "root #1 ")));
    await writeFile(join(folder, "file"), "");
  });
  after(() => rm(folder, { recursive: true }));

  it("is named as servers are told of it", async () => {
    const { uri, name } = await rootAt(folder);
    assert.deepEqual([fileURLToPath(uri), name], [folder, basename(folder)]);
    assert.ok(!uri.includes("#1"), uri);
    assert.deepEqual(await rootAt("/"), { uri: "file:///", name: "/" });
  });

  for (const name of ["missing", "file", "file/below"])
    it(`is refused where there is none: ${name}`, async () => {
      const path = join(folder, name);
      const message = `There is no folder ${path}. Correct --root.`;
      await assert.rejects(rootAt(path), { code: "bad-config", message });
    });

  it("is refused where it cannot be read, with the reason", async () => {
    const error = { code: "bad-config", message: /cannot be read: .*ENAMETOOLONG.* Correct --root\.$/ };
    await assert.rejects(rootAt(join(folder, "n".repeat(5000))), error);
  });
});
