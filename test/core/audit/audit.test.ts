import assert from "node:assert/strict";
import { Audit } from "../../../src/core/audit/audit";
import { defaultOptions, type Options } from "../../../src/core/config/schema/settings";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { heldAuditFiles } from "../../support/heldAuditFiles";
import { added, ended, stamp, started } from "../../support/operationEvents";
import { requestFacts } from "../../support/requestFacts";

type Fields = Readonly<Record<string, unknown>>;

/** An audit over files in memory; the digest of content is the text itself between `#`. */
function auditing(more: Partial<Options> = {}) {
  const clock = new FakeClock();
  let options: Options = { ...defaultOptions, audit: "batched", ...more };
  const { files, lines, breakWith } = heldAuditFiles();
  const entries = new Map<string, string>();
  const audit = new Audit({
    ports: {
      open: () => files,
      idle: () => [],
      key: async () => ({ id: "k", salt: "", sign: () => "signature" }),
      heads: { get: async () => undefined, set: async () => {} },
      sha256: (text) => (text.includes('"prev"') ? "hash" : `#${text}#`),
    },
    ...{ clock, version: "1", failed: () => {}, options: () => options },
    entryOf: (server) => entries.get(server) ?? `entry of ${server}`,
  });
  const hear = (...events: readonly HubEvent[]) => {
    for (const event of events) audit.listen(stamp(event, clock.now()));
  };
  /** What was written of these types. */
  const records = async (...types: readonly string[]): Promise<readonly Fields[]> => {
    await audit.settle();
    return lines.map((line): Fields => JSON.parse(line)).filter(({ type }) => types.includes(String(type)));
  };
  return {
    ...{ audit, hear, records, entries },
    set: (changed: Partial<Options>) => {
      options = { ...options, ...changed };
    },
    breakFiles: () => breakWith(Object.assign(new Error("full"), { code: "ENOSPC" })),
  };
}

const call = requestFacts();
const read: HubEvent = { type: "config.read", problems: [] };
const valuesOf = ({ values }: Fields) => JSON.parse(String(values));

describe("the audit", () => {
  it("has digests of what a call was made with and of what came back, by the entry of its server", async () => {
    const { audit, hear, records } = auditing();
    hear(added(), started());
    audit.returned(call.call, { content: [] });
    hear(ended());
    const [record] = await records("call.ended");
    assert.deepEqual(
      [record?.args, record?.result, record?.entry],
      [`#${call.argsDigest}#`, '#{"content":[]}#', "entry of files"],
    );
  });

  it("has the masked texts where these are kept", async () => {
    const { audit, hear, records } = auditing({ auditContent: "masked" });
    hear(added(), started({ call: "call-1" }));
    audit.returned(call.call, { token: "x" });
    hear(ended(), ended());
    const [record, again] = await records("call.ended");
    assert.deepEqual([record?.args, record?.result], ["{}", '{"token":"•••"}']);
    assert.deepEqual(
      [again?.args, again?.result],
      [call.argsDigest, undefined],
      "what was kept is gone with the call's end",
    );
  });

  it("keeps nothing while it is off", async () => {
    const { audit, hear, records } = auditing({ audit: "off" });
    assert.equal(audit.isOn(), false);
    hear(read, added(), started(), ended());
    audit.returned(call.call, 1);
    assert.deepEqual(await records("call.ended", "server.added", "settings"), []);
    const on = auditing();
    assert.equal(on.audit.isOn(), true);
  });

  it("knows the entry of a server that is gone, and the latest where it changed", async () => {
    const { hear, records, entries } = auditing();
    hear(added(), { type: "server.removed", server: "files" }, ended());
    entries.set("files", "another");
    hear(added(), ended());
    assert.deepEqual(
      (await records("call.ended")).map(({ entry }) => entry),
      ["entry of files", "another"],
    );
  });

  it("knows the entries of 2,000 servers", async () => {
    const { hear, records } = auditing();
    for (let n = 0; n < 2000; n++) hear(added(`s${n}`));
    hear(ended({ server: "s0" }), added("one more"), ended({ server: "s0" }), ended({ server: "s1" }));
    assert.deepEqual(
      (await records("call.ended")).map(({ entry }) => entry),
      ["entry of s0", undefined, "entry of s1"],
    );
  });

  it("begins with the settings that are not the defaults, and follows each change", async () => {
    const { hear, records, set } = auditing({ auditDays: 7 });
    hear(read, read);
    set({ auditDays: 7 });
    hear(read);
    set({ auditDays: 9 });
    hear(read);
    const [first, second, ...more] = await records("settings");
    assert.deepEqual([valuesOf(first ?? {}), valuesOf(second ?? {}), more], [{ auditDays: 7 }, { auditDays: 9 }, []]);
  });

  it("says that it is turned off and on, and nothing of the settings in between", async () => {
    const { hear, records, set } = auditing();
    hear(read);
    set({ audit: "off" });
    hear(read);
    set({ auditDays: 9 });
    hear(read);
    set({ audit: "batched" });
    hear(read);
    assert.deepEqual((await records("settings")).map(valuesOf).slice(1), [{ audit: "off" }, { audit: "batched" }]);
  });

  it("lets a call begin at once where no record of it is required", () => {
    for (const audit of ["batched", "off"] as const)
      assert.equal(auditing({ audit }).audit.begin(call, undefined), undefined);
  });

  it("writes a record before a call is sent where that is required, and lets it be sent then", async () => {
    const { audit, hear, records } = auditing({ audit: "required" });
    hear(added());
    await audit.begin(call, { by: "person" });
    const [record] = await records("call.begun");
    assert.deepEqual(
      [record?.call, record?.decision, record?.args, record?.entry],
      ["call-1", "person", `#${call.argsDigest}#`, "entry of files"],
    );
    assert.equal(audit.begin(call, undefined), undefined, "the log is open by now");
  });

  it("refuses a call where its record cannot be written, and does not write it later", async () => {
    const { audit, records, breakFiles } = auditing({ audit: "required" });
    await audit.begin(call, undefined);
    breakFiles();
    const refused = {
      code: "denied",
      sent: "no",
      message: /"read" of "files" was not run.*cannot be written \(ENOSPC\)/,
    };
    assert.throws(() => audit.begin(call, undefined), refused);
    await turns();
    assert.equal((await records("call.begun")).length, 1);
    const other = auditing({ audit: "required" });
    other.breakFiles();
    await assert.rejects(other.audit.begin(call, undefined) ?? Promise.resolve(), refused);
  });
});
