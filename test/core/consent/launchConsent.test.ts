import assert from "node:assert/strict";
import { LaunchConsent } from "../../../src/core/consent/launchConsent";
import { readAnswers, writeAnswer } from "../../../src/core/consent/launchRecords";
import { launchSubject } from "../../../src/core/consent/launchSubject";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { definition } from "../../support/fakeLink";
import { MapStore } from "../../support/mapStore";

const ofWorkspace = (id: string, command = id) =>
  definition(id, { scope: "workspace", source: "/w", entry: { kind: "valid", config: { command } } });
const withAccount = definition("mail", {
  entry: {
    kind: "valid",
    config: { url: "https://mail.example/mcp", auth: { type: "editor", provider: "github" } } as never,
  },
});
const subjectOf = (one: ReturnType<typeof definition>) => launchSubject(one) ?? assert.fail("nobody has to agree");

function setUp(definitions = [ofWorkspace("files"), withAccount]) {
  const stores = { workspace: new MapStore(), always: new MapStore() };
  const events: HubEvent[] = [];
  let now = 1000;
  const publish = (event: HubEvent) => void events.push(event);
  const consent = new LaunchConsent({ stores, definitions: () => definitions, publish, now: () => now++ });
  const answers = () =>
    events.splice(0).flatMap((one) => (one.type === "launch.decided" ? [`${one.server} ${one.answer}`] : []));
  return { stores, consent, answers };
}

describe("what may run", () => {
  it("is what nobody has to agree to, and what a person allowed, as they saw it", async () => {
    const { consent, answers, stores } = setUp();
    const files = ofWorkspace("files");
    assert.ok(consent.mayRun(definition("own")));
    assert.doesNotThrow(() => consent.check(definition("own")));
    assert.equal(consent.mayRun(files), false);
    assert.throws(() => consent.check(files), {
      code: "needs-consent",
      sent: "no",
      outage: true,
      message: /this workspace/,
    });
    assert.throws(() => consent.check(withAccount), { message: /the token of your account/ });
    await consent.decide("files", subjectOf(files), true);
    assert.ok(consent.mayRun(files));
    assert.doesNotThrow(() => consent.check(files));
    assert.equal(consent.mayRun(ofWorkspace("files", "other")), false);
    assert.deepEqual([answers(), stores.workspace.values.size, stores.always.values.size], [["files allowed"], 1, 0]);
    await consent.decide("mail", subjectOf(withAccount), false);
    assert.equal(consent.mayRun(withAccount), false);
    assert.deepEqual([answers(), stores.always.values.size], [["mail refused"], 1]);
  });

  it("is not what a file of another app configures", () => {
    const { consent } = setUp();
    const followed = definition("files", {
      scope: "followed",
      source: "/f",
      entry: ofWorkspace("files").entry,
    } as never);
    assert.throws(() => consent.check(followed), { message: /because a file of another app configures it/ });
  });

  it("is listed, the newest first, with whether its entry is still there", async () => {
    const { consent } = setUp();
    const [files, gone] = [ofWorkspace("files"), ofWorkspace("gone")];
    await consent.decide("files", subjectOf(files), true);
    await consent.decide("gone", subjectOf(gone), true);
    await consent.decide("mail", subjectOf(withAccount), true);
    await consent.decide("no", subjectOf(ofWorkspace("no")), false);
    assert.deepEqual(
      consent.list().map(({ server, why, since, holds }) => [server, why, since, holds]),
      [
        ["mail", "account", 1002, true],
        ["gone", "workspace", 1001, false],
        ["files", "workspace", 1000, true],
      ],
    );
  });

  it("can be taken back, and forgotten for one server or for all", async () => {
    const { consent, answers } = setUp();
    const files = ofWorkspace("files");
    await consent.decide("files", subjectOf(files), true);
    await consent.revoke(consent.list()[0] ?? assert.fail());
    assert.deepEqual([consent.mayRun(files), consent.answerTo(subjectOf(files))?.allowed], [false, false]);
    assert.deepEqual(answers(), ["files allowed", "files revoked"]);
    await consent.decide("mail", subjectOf(withAccount), true);
    await consent.forget("files");
    assert.deepEqual([consent.answerTo(subjectOf(files)), consent.mayRun(withAccount)], [undefined, true]);
    assert.deepEqual(answers(), ["mail allowed"], "what was not allowed is not taken back");
    await consent.forget();
    assert.deepEqual([consent.mayRun(withAccount), answers()], [false, ["mail revoked"]]);
  });

  it("goes on as another entry where the hub changed it, and only what may run", async () => {
    const { consent } = setUp();
    const [before, after] = [ofWorkspace("files"), ofWorkspace("files", "changed")];
    await consent.carry(before, after);
    assert.equal(consent.mayRun(after), false);
    await consent.decide("files", subjectOf(before), true);
    await consent.carry(before, after);
    assert.ok(consent.mayRun(after));
    await consent.carry(before, definition("own"));
  });
});

describe("the answers that are kept", () => {
  const answer = { allowed: true, server: "files", why: "workspace", since: 1 } as const;

  it("are the latest 500", async () => {
    const store = new MapStore();
    for (let n = 0; n < 500; n++) await writeAnswer(store, `d${n}`, answer);
    await writeAnswer(store, "d0", answer);
    assert.deepEqual([readAnswers(store).size, [...readAnswers(store).keys()][0]], [500, "d1"]);
    await writeAnswer(store, "new", answer);
    assert.deepEqual(
      [readAnswers(store).size, readAnswers(store).has("d1"), readAnswers(store).has("d0")],
      [500, false, true],
    );
  });

  const foreign: readonly [what: string, value: unknown][] = [
    ["text", "yes"],
    ["no answer", { ...answer, allowed: "yes" }],
    ["no server", { ...answer, server: 1 }],
    ["no time", { ...answer, since: "now" }],
    ["another reason", { ...answer, why: "moon" }],
  ];
  for (const [what, value] of foreign)
    it(`leave out what another version wrote: ${what}`, () => {
      const store = new MapStore();
      void store.set("mcpHub.launches", { d: value, e: { ...answer, why: "account" } });
      assert.deepEqual([...readAnswers(store).keys()], ["e"]);
    });
});
