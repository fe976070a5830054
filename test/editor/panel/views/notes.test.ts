import assert from "node:assert/strict";
import { MutedKinds } from "../../../../src/editor/panel/views/mutedKinds";
import { kindLimit, Notes } from "../../../../src/editor/panel/views/notes";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { type NoteKind, notesShown } from "../../../../src/protocol/panel/note";
import { added, note, ready, stamped, state } from "../../../panel/panelFixture";
import { MapStore } from "../../../support/mapStore";

const updated: NoteKind = { server: "a", from: "server", name: "notifications/resources/updated" };
const broken = state("a", { kind: "failed", error: { code: "transport", message: "It is gone." } });

function follow(...events: HubEvent[]) {
  const muted = new MutedKinds(new MapStore());
  const notes = new Notes(muted);
  let seq = 1;
  const more = (...next: HubEvent[]) => {
    for (const event of stamped(next, seq)) notes.follow(event);
    seq += next.length;
  };
  more(...events);
  return { notes, muted, more, names: () => notes.read(0).notes.map(({ name }) => name) };
}

describe("the notices of the panel", () => {
  it("are what servers send on their own and what the hub noticed, in order, and those after a number", () => {
    const { notes, names } = follow(added("a"), note("a", 1), broken, note("b", 2));
    assert.deepEqual(names(), [updated.name, "failed", updated.name]);
    assert.deepEqual(
      notes.read(3).notes.map(({ server, seq }) => [server, seq]),
      [["b", 4]],
    );
    assert.equal(notes.read(4).notes.length, 0);
  });

  it("are unread until they are seen", () => {
    const { notes, more } = follow(note("a", 1), note("a", 2));
    assert.equal(notes.unread, 2);
    notes.seen(1);
    assert.deepEqual([notes.unread, notes.read(0).seen], [1, 1]);
    notes.seen(2);
    assert.equal(notes.unread, 0);
    more(note("a", 3));
    assert.deepEqual([notes.unread, notes.read(0).unread], [1, 1]);
  });

  it("of a muted kind are left out and not unread, and counted all the same", async () => {
    const { notes, muted, more, names } = follow(note("a", 1), note("b", 2), broken);
    await muted.mute(updated);
    more(note("a", 3));
    assert.deepEqual(names(), [updated.name, "failed"], "that of another server stays");
    assert.equal(notes.unread, 2);
    assert.deepEqual(notes.read(0).muted, [{ ...updated, count: 2 }]);
    await muted.unmute(updated);
    assert.equal(names().length, 4);
    assert.equal(notes.unread, 4);
  });

  it("say once that a server is in trouble, until it is well again", () => {
    const { more, names } = follow(broken, broken);
    assert.deepEqual(names(), ["failed"]);
    more(state("a", { kind: "starting", attempt: 2, losses: 0 }), broken);
    assert.deepEqual(names(), ["failed"], "another attempt failed");
    more(state("a", ready), broken);
    assert.deepEqual(names(), ["failed", "failed"]);
  });

  it("of one server never push out those of another, or what the hub noticed; all of them are counted", () => {
    const flood = Array.from({ length: 20_000 }, (_, n) => note("a", n));
    const { notes } = follow(note("b", 1), broken, ...flood);
    const { notes: kept, dropped, unread } = notes.read(0);
    assert.equal(kept.length, notesShown);
    assert.equal(kept.at(-1)?.seq, 20_002);
    assert.deepEqual(
      kept.slice(0, 3).map(({ seq }) => seq),
      [1, 2, 20_002 - notesShown + 3],
      "what stands alone stays in sight",
    );
    assert.equal(unread, 20_002);
    assert.equal(dropped, 20_002 - notesShown);
    notes.seen(20_002);
    assert.equal(notes.unread, 0);
    assert.ok(notes.read(0).notes.length < 20_000);
  });

  it("of kinds without number are counted together, and a muted one still apart", async () => {
    const odd = (n: number): HubEvent => ({
      type: "server.notification",
      server: "a",
      method: `odd/${n}`,
      params: "{}",
    });
    const { notes, muted, more } = follow(...Array.from({ length: kindLimit + 50 }, (_, n) => odd(n)));
    assert.equal(notes.unread, kindLimit + 50);
    const last: NoteKind = { server: "a", from: "server", name: "odd/late" };
    await muted.mute(last);
    more({ type: "server.notification", server: "a", method: "odd/late", params: "{}" });
    assert.equal(notes.unread, kindLimit + 50);
    assert.deepEqual(notes.read(0).muted, [{ ...last, count: 1 }]);
  });

  it("are forgotten when they are cleared, and with their server", () => {
    const { notes, more, names } = follow(note("a", 1), broken, note("b", 1));
    more({ type: "server.removed", server: "a" });
    assert.deepEqual([names().length, notes.unread], [1, 1]);
    notes.clear();
    assert.deepEqual([names().length, notes.unread, notes.read(0).dropped], [0, 0, 0]);
  });
});
