import assert from "node:assert/strict";
import { ProtocolError } from "@modelcontextprotocol/client";
import type { LaunchPlan } from "../../../src/core/config/plan/launchPlan";
import type { EraVerdict } from "../../../src/core/connection/rememberedEras";
import { HubError } from "../../../src/core/kernel/hubError";
import {
  type Attempt,
  broken,
  caused,
  exited,
  handshake,
  heard,
  http,
  modern,
  names,
  namesModern,
  newest,
  opening,
  pipe,
  refused,
  refusedQuestion,
  timeout,
  unsupported,
} from "../../support/eraOpening";

describe("what is remembered of a server", () => {
  it("is its era and its version once a link works, and a change is logged", async () => {
    const same = await opening(pipe, { era: "modern", version: "1" }, [{ ends: modern, version: "2" }]);
    assert.deepEqual([same.remembered(), same.logs], [{ era: "modern", version: "2" }, []]);
    const changed = await opening(pipe, { era: "modern" }, [{ ends: newest }]);
    assert.deepEqual(changed.remembered(), { era: "legacy", version: "1" });
    assert.deepEqual(changed.logs, ['"era" now speaks revision 2025-11-25 of the protocol; before, it was modern.']);
    assert.deepEqual((await opening(pipe, undefined, [{ ends: newest }])).logs, []);
  });

  it("is forgotten where one of the older era has another version", async () => {
    const other = await opening(pipe, { era: "legacy", version: "1" }, [{ ends: newest, version: "2" }]);
    assert.equal(other.remembered(), undefined);
    const same = await opening(pipe, { era: "legacy", version: "1" }, [{ ends: newest, version: "1" }]);
    assert.deepEqual(same.remembered(), { era: "legacy", version: "1" });
    const unknown = await opening(pipe, { era: "legacy" }, [{ ends: newest, version: "2" }]);
    assert.deepEqual(unknown.remembered(), { era: "legacy", version: "2" });
  });

  it("is the newer era as soon as it is named, also after a handshake", async () => {
    const during = await opening(pipe, undefined, [{ sees: names(modern, newest), ends: newest }]);
    assert.deepEqual(during.remembered(), { era: "modern" });
    const late = await opening(pipe, undefined, [{ ends: newest }]);
    late.watch?.onRevisions([newest]);
    assert.equal(late.remembered()?.era, "legacy");
    late.watch?.onRevisions([modern]);
    assert.deepEqual(late.remembered(), { era: "modern" });
  });

  const failures: [what: string, known: EraVerdict["era"] | undefined, attempt: Attempt, kept: string | undefined][] = [
    ["an exit at the question", undefined, { ends: exited }, "legacy"],
    ["a refused question", undefined, { ends: refusedQuestion }, undefined],
    ["a refused handshake of one that was older", "legacy", { ends: refused }, "modern"],
    ["the newer era in a refusal", undefined, { ends: namesModern }, undefined],
    ["the newer era before a refusal", undefined, { sees: names(modern), ends: broken }, "modern"],
    ["a silence after the handshake", undefined, { sees: handshake, ends: timeout }, "legacy"],
    ["a time limit after something was heard", undefined, { sees: heard, ends: timeout }, undefined],
    ["a time limit before the handshake", undefined, { ends: timeout }, undefined],
    ["a silence of one that was modern", "modern", { sees: handshake, ends: timeout }, "modern"],
    ["a broken pipe after the handshake", undefined, { sees: handshake, ends: broken }, undefined],
  ];
  for (const [what, era, attempt, kept] of failures)
    it(`is ${kept ?? "nothing"} after ${what}, where nothing works`, async () => {
      const { remembered } = await opening(pipe, era && { era }, [attempt, { ends: broken }]);
      assert.equal(remembered()?.era, kept);
    });

  it("is nothing after a silence over HTTP: the question was a request of its own", async () => {
    const { remembered } = await opening(http, undefined, [{ sees: handshake, ends: timeout }]);
    assert.equal(remembered(), undefined);
  });
});

describe("the revision that is offered", () => {
  const mismatch = caused("protocol", new ProtocolError(-32000, "Unsupported protocol version"));
  const only = caused("protocol", new ProtocolError(-32000, "Use 2024-11-05"));

  it("is another one where the server refuses the newest, and is remembered", async () => {
    const { tried, outcome, remembered } = await opening(pipe, undefined, [
      { sees: handshake, ends: only },
      { ends: "2024-11-05" },
    ]);
    assert.deepEqual(tried[1], { mode: "legacy", offers: "2024-11-05" });
    assert.deepEqual([outcome, remembered()], ["2024-11-05", { era: "legacy", version: "1", offers: "2024-11-05" }]);
  });

  it("is each of the older ones in turn where none is named", async () => {
    const { tried, outcome, remembered } = await opening(pipe, undefined, [
      { sees: handshake, ends: mismatch },
      { ends: broken },
      { ends: "2025-03-26" },
    ]);
    assert.deepEqual(
      tried.map(({ offers }) => offers),
      [undefined, "2025-06-18", "2025-03-26"],
    );
    assert.deepEqual([outcome, remembered()?.offers], ["2025-03-26", "2025-03-26"]);
  });

  it("stays where the server takes it, and is asked for anew where it no longer does", async () => {
    const known = { era: "legacy", version: "1", offers: "2024-11-05" } as const;
    assert.deepEqual((await opening(pipe, known, [{ ends: "2024-11-05" }])).remembered(), known);
    const { outcome, remembered } = await opening(pipe, known, [
      { sees: handshake, ends: caused("protocol", new ProtocolError(-32000, "Use 2025-06-18")) },
      { ends: "2025-06-18" },
    ]);
    assert.deepEqual([outcome, remembered()?.offers], ["2025-06-18", "2025-06-18"]);
  });

  it("is not changed before a handshake, nor where the newer era is named", async () => {
    const before = await opening(http, undefined, [{ ends: only }]);
    assert.deepEqual([before.tried.length, before.outcome], [1, only]);
    const named = await opening(pipe, undefined, [
      {
        sees: (watch) => {
          handshake(watch);
          names(modern)(watch);
        },
        ends: only,
      },
      { ends: modern },
    ]);
    assert.deepEqual(named.modes, ["auto", "auto"]);
  });
});

describe("the revision of the settings", () => {
  it("is the only one that is tried, and nothing is remembered", async () => {
    const plan: LaunchPlan = { ...http, protocol: "legacy" };
    const { tried, outcome, remembered } = await opening(plan, undefined, [{ ends: newest }]);
    assert.deepEqual([tried, outcome, remembered()], [[{ mode: "legacy" }], newest, undefined]);
    const failed = await opening(plan, undefined, [{ ends: exited }]);
    assert.deepEqual([failed.tried.length, failed.outcome], [1, exited]);
  });

  it("is a mistake where the server names others", async () => {
    const many = Array.from({ length: 21 }, (_, at) => `2024-01-${at + 10}`);
    const { outcome } = await opening({ ...http, protocol: "2025-06-18" }, undefined, [
      { ends: caused("protocol", unsupported(many)) },
    ]);
    assert.ok(outcome instanceof HubError);
    assert.equal(outcome.code, "protocol");
    assert.match(
      outcome.message,
      /^"era" speaks revision 2024-01-10, .*2024-01-29 of the protocol, but the settings ask for 2025-06-18\./,
    );
  });
});
