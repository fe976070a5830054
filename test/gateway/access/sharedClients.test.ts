import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SharedClients } from "../../../src/gateway/access/sharedClients";
import { tokenDigest } from "../../../src/gateway/access/token";
import { FakeClock } from "../../support/fakeClock";
import { noDefect } from "../../support/noDefect";

describe("the clients that all windows share", () => {
  let folder: string;
  let clock: FakeClock;
  let clients: SharedClients;
  let ended: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hub-clients-"));
    clock = new FakeClock();
    clients = new SharedClients(folder, clock, noDefect);
    ended = [];
    clients.onEnd((id) => ended.push(id));
  });
  afterEach(() => {
    clients.dispose();
    assert.equal(clock.background, 0);
    rmSync(folder, { recursive: true, force: true });
  });

  it("are let in only from when they are to come in, and end when they are not anymore", async () => {
    const { id, token } = await clients.add({ name: "Codex" });
    const found = () => clients.find(tokenDigest(token))?.id;
    assert.equal(found(), undefined);
    clients.letIn(true);
    clients.letIn(true);
    assert.equal(found(), id);
    assert.deepEqual(ended, []);
    clients.letIn(false);
    assert.equal(found(), undefined);
    assert.deepEqual(ended, [id]);
    clients.letIn(false);
    assert.equal(ended.length, 1);
  });

  it("are named, get another token, and end when they are revoked", async () => {
    let changes = 0;
    clients.onChange(() => changes++);
    const { id, token } = await clients.add({ name: "Codex" });
    assert.equal(changes, 1);
    clients.letIn(true);
    clients.noteUse(clients.find(tokenDigest(token)) ?? assert.fail(), 120_000);
    assert.deepEqual(
      (await clients.list()).map(({ name, lastUsedAt }) => [name, lastUsedAt]),
      [["Codex", 120_000]],
    );
    const next = await clients.rotate(id);
    assert.deepEqual([clients.idOf(token), clients.idOf(next)], [undefined, id]);
    assert.deepEqual(ended, [id]);
    await clients.revoke(id);
    assert.deepEqual(ended, [id, id]);
    assert.deepEqual(await clients.list(), []);
  });
});
