import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { connectedServer, textOf } from "./connectedServer";
import { temporaryFolder } from "./temporaryFolder";

const tides = (at: number) =>
  `Tide table ${at} for the harbor. High water ${at}:10, low water ${at}:40. Spring tide, neap tide, moon phase, depth above datum, current in knots, slack water.`;

const fresh =
  "Tide table for the estuary. High water at dawn, low water at dusk. Neap tide near the half moon, depth above datum, knots of current, slack water after noon.";

describe("teaching the classifier", function () {
  this.timeout(60_000); // seconds are spent only on a machine under load
  let place: Awaited<ReturnType<typeof temporaryFolder>>;
  let state: Awaited<ReturnType<typeof temporaryFolder>>;
  const open = () => connectedServer({ folders: [place.folder], state: state.folder });

  before(async () => {
    state = await temporaryFolder({});
    place = await temporaryFolder({
      ...Object.fromEntries([1, 2, 3, 4].map((at) => [`labeled/tide-table/${at}.txt`, tides(at)])),
      "labeled/invoice/own.txt": "Invoice for mooring fees, amount due $80, payable to the harbor office.",
      "labeled/beside.txt": "Not an example.",
      "few/logbook/1.txt": "Log.",
      "bad/Not A Category!/1.txt": "x",
      "none/readme.txt": "x",
      "odd/unknown/1.txt": "x",
      "deep/invoice/more/1.txt": "x",
      ...Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`many/invoice/${at}.txt`, "Invoice."])),
      "mixed/invoice/1.txt": "Invoice, amount due.",
      "mixed/letter/1.bin.txt": Buffer.from([0, 1, 2]),
      "mixed/letter/2.txt": "Dear Ada, yours, Eve.",
    });
  });
  after(async () => {
    await place.remove();
    await state.remove();
  });

  it("learns from a folder, keeps it for the workspace, and tells its version", async () => {
    const peer = await open();
    const before = await peer.call("classify_document", { text: fresh });
    assert.notEqual(before.structuredContent?.category, "tide-table");
    assert.equal(before.structuredContent?.model_version, "1.0.0");
    const learned = await peer.call("update_model", { folder: "labeled" });
    const version = learned.structuredContent?.model_version;
    assert.match(String(version), /^1\.0\.0\+workspace\.[0-9a-f]{8}$/);
    assert.equal(learned.structuredContent?.previous_version, "1.0.0");
    assert.deepEqual(learned.structuredContent?.categories, { invoice: 1, "tide-table": 4 });
    await peer.close();

    const later = await open();
    const after = await later.call("classify_document", { text: fresh });
    assert.deepEqual(
      [after.structuredContent?.category, after.structuredContent?.model_version],
      ["tide-table", version],
    );
    assert.equal((await later.call("get_statistics")).structuredContent?.model_version, version);
    assert.match(textOf(await later.call("get_categories")), /- tide-table/);
    const again = await later.call("update_model", { folder: "labeled" });
    assert.equal(again.structuredContent?.model_version, version, "the same files teach the same");
    await later.close();

    const other = await temporaryFolder({ "a.txt": fresh });
    const elsewhere = await connectedServer({ folders: [other.folder], state: state.folder });
    const there = await elsewhere.call("classify_document", { path: "a.txt" });
    assert.equal(there.structuredContent?.model_version, "1.0.0", "of another workspace");
    await elsewhere.close();
    await other.remove();
  });

  it("keeps terms and no text", async () => {
    const [file = ""] = await readdir(state.folder);
    const kept = await readFile(path.join(state.folder, file), "utf8");
    assert.match(kept, /tide/);
    assert.doesNotMatch(kept, /High water 1:10/);
  });

  it("learns from files that are named, and forgets", async () => {
    const peer = await open();
    const labels = [1, 2, 3].map((at) => ({ path: `labeled/tide-table/${at}.txt`, category: "tides" }));
    const learned = await peer.call("update_model", { labels });
    assert.deepEqual(learned.structuredContent?.categories, { tides: 3 });
    const reset = await peer.call("update_model", { reset: true });
    assert.equal(reset.structuredContent?.model_version, "1.0.0");
    assert.deepEqual(await readdir(state.folder), []);
    await peer.close();
  });

  for (const [args, words] of [
    [{}, /Give one of labels, folder and reset/],
    [{ folder: "few" }, /A new category needs 3 files: logbook has 1/],
    [{ folder: "bad" }, /cannot be a category/],
    [{ folder: "odd" }, /"unknown" is what no category is/],
    [{ folder: "none", reset: true }, /Give one of labels, folder and reset/],
    [{ folder: "none" }, /There is no labeled file/],
    [{ folder: "none/readme.txt" }, /is not a folder/],
    [{ folder: ".." }, /is outside the folders/],
    [{ labels: [{ path: "none/readme.txt", category: "unknown" }] }, /cannot be learned/],
    [{ folder: "deep" }, /"deep" has more than 200 documents, or folders in the folders of its categories/],
    [{ folder: "many" }, /"many" has more than 200 documents/],
  ] as const)
    it(`refuses ${JSON.stringify(args)} and stays as it is`, async () => {
      const peer = await open();
      const result = await peer.call("update_model", args);
      assert.equal(result.isError, true);
      assert.match(textOf(result), words);
      assert.equal((await peer.call("get_statistics")).structuredContent?.model_version, "1.0.0");
      await peer.close();
    });

  it("says what it learned from, and what it could not read", async () => {
    const peer = await open();
    const learned = await peer.call("update_model", { folder: "mixed" });
    const { skipped, categories, examples } = learned.structuredContent as {
      skipped: { document: string }[];
      categories: object;
      examples: number;
    };
    assert.deepEqual([categories, examples], [{ invoice: 1, letter: 1 }, 2]);
    assert.deepEqual(
      skipped.map(({ document }) => document),
      ["mixed/letter/1.bin.txt"],
    );
    const [first, ...lines] = textOf(learned).split("\n");
    assert.match(first ?? "", /^Learned from 2 files: model 1\.0\.0\+workspace\.\w{8}, before it 1\.0\.0\.$/);
    assert.deepEqual(lines.slice(0, 2), ["- invoice: 1", "- letter: 1"]);
    assert.match(lines[2] ?? "", /^Skipped: "mixed\/letter\/1\.bin\.txt" is a binary file/);
    const reset = await peer.call("update_model", { reset: true });
    assert.equal(textOf(reset), "The built-in model is used again (1.0.0).");
    await peer.close();
  });

  it("says where it cannot be kept", async () => {
    const peer = await connectedServer({
      folders: [place.folder],
      state: path.join(place.folder, "none", "readme.txt"),
    });
    assert.match(
      textOf(await peer.call("update_model", { folder: "labeled" })),
      /cannot be kept in .*DOCUMENTS_STATE_FOLDER/,
    );
    await peer.close();
  });

  it("goes on with the built-in model where what was kept is broken, and says so", async () => {
    const peer = await open();
    await peer.call("update_model", { folder: "labeled" });
    const [file = ""] = await readdir(state.folder);
    await writeFile(path.join(state.folder, file), '{"format":1');
    const { structuredContent } = await peer.call("classify_document", { text: fresh });
    assert.equal(structuredContent?.model_version, "1.0.0");
    assert.match(peer.logs.join(), /warning: The model of this workspace cannot be read/);
    await peer.close();
  });
});
