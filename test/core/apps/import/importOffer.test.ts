import assert from "node:assert/strict";
import { ImportOffer } from "../../../../src/core/apps/import/importOffer";
import type { System } from "../../../../src/core/apps/system";
import { FakeClock } from "../../../support/fakeClock";
import { linux } from "../writtenEntries";
import { rules } from "./importWorld";

const server = (name: string) => JSON.stringify({ mcpServers: { [name]: { command: name } } });
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

function world(files: Readonly<Record<string, string>>, load = async (path: string) => files[path]) {
  const clock = new FakeClock();
  const errors: unknown[] = [];
  const read: string[] = [];
  let system: System = linux;
  const offer = new ImportOffer({
    system: () => system,
    files: {
      load: (path) => {
        read.push(path);
        return load(path);
      },
    },
    rules: () => rules,
    clock,
    report: (error) => errors.push(error),
  });
  let changes = 0;
  offer.onChange(() => changes++);
  return {
    offer,
    clock,
    errors,
    read,
    changes: () => changes,
    use: (other: System) => {
      system = other;
    },
  };
}

describe("the offer to import", () => {
  const files = { "/home/ann/.cursor/mcp.json": server("a"), "/work/shop/.cursor/mcp.json": server("b") };

  it("reads nothing until it is asked, and then knows what there is", async () => {
    const { offer, read, changes } = world(files);
    await settle();
    assert.deepEqual([read.length, offer.found], [0, undefined]);
    offer.look();
    await settle();
    assert.deepEqual(offer.found, { count: 2, apps: ["Cursor"] });
    assert.equal(changes(), 1);
  });

  it("looks once, and again only where the folders are others", async () => {
    const { offer, read, use } = world(files);
    const { workspace: _, ...own } = linux;
    use(own);
    offer.look();
    await settle();
    assert.deepEqual(offer.found?.count, 1);
    assert.ok(
      !read.some((path) => path.startsWith("/work/shop")),
      "Nothing of a workspace that is not trusted is read.",
    );
    const before = read.length;
    offer.look();
    await settle();
    assert.equal(read.length, before);
    use(linux);
    offer.look();
    await settle();
    assert.deepEqual(offer.found?.count, 2);
  });

  it("leaves out a file that takes long to parse", async () => {
    const { offer } = world({ ...files, "/home/ann/.claude.json": server("big").padEnd(1_000_001) });
    offer.look();
    await settle();
    assert.deepEqual(offer.found, { count: 2, apps: ["Cursor"] });
  });

  it("reads a file of a megabyte, and shows what comes within ten seconds", async () => {
    const { offer, clock } = world({ ...files, "/home/ann/.claude.json": server("big").padEnd(1_000_000) });
    offer.look();
    clock.pass(10_000);
    await settle();
    assert.equal(offer.found?.count, 3);
  });

  it("looks once at a time", async () => {
    const { offer, read, use } = world(files);
    offer.look();
    const before = read.length;
    use({ ...linux, home: "/home/eve" });
    offer.look();
    assert.equal(read.length, before);
    await settle();
    offer.look();
    await settle();
    assert.ok(read.includes("/home/eve/.cursor/mcp.json"));
  });

  it("tells nobody after its end, and looks no more", async () => {
    const { offer, read, changes } = world(files);
    offer.dispose();
    offer.look();
    await settle();
    assert.deepEqual([read.length, changes()], [0, 0]);
  });

  it("drops what comes after ten seconds, or after its end", async () => {
    const late = world(files);
    late.offer.look();
    late.clock.pass(10_001);
    await settle();
    assert.deepEqual([late.offer.found, late.changes()], [undefined, 0]);
    const over = world(files);
    over.offer.look();
    over.offer.dispose();
    await settle();
    assert.equal(over.offer.found, undefined);
  });

  it("reports what goes wrong", async () => {
    const failure = new Error("broken disk");
    const { offer, errors } = world(files, async () => {
      throw failure;
    });
    offer.look();
    await settle();
    assert.deepEqual(errors, [failure]);
  });
});
