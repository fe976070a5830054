import assert from "node:assert/strict";
import { ProtocolError } from "@modelcontextprotocol/client";
import type { LaunchPlan } from "../../../src/core/config/plan/launchPlan";
import type { EraVerdict } from "../../../src/core/connection/rememberedEras";
import type { EraLimits } from "../../../src/mcp/revisions/openInEra";
import {
  type Attempt,
  broken,
  caused,
  exited,
  handshake,
  http,
  http4xx,
  modern,
  names,
  namesModern,
  newest,
  opening,
  pipe,
  refused,
  refusedQuestion,
  signedOut,
  timeout,
  unanswered,
  unsupported,
} from "../../support/eraOpening";

describe("the way a link is opened first", () => {
  const first = async (...given: [LaunchPlan, EraVerdict?, EraLimits?]) => {
    const [plan, known, limits] = given;
    return (await opening(plan, known, [{ ends: modern }], limits)).tried;
  };
  const unknown = { mode: "auto", probeTimeoutMs: 5000 } as const;

  it("asks a server about which nothing is known, and waits five seconds for anything", async () => {
    assert.deepEqual(await first(pipe), [{ ...unknown, deafMs: 5000 }]);
    assert.deepEqual(await first(http, undefined, { probeMs: 10, deafMs: 20 }), [
      { mode: "auto", probeTimeoutMs: 10, deafMs: 20 },
    ]);
  });

  it("leaves a program that may fetch itself first all of its time", async () => {
    assert.deepEqual(await first({ ...pipe, command: "npx" }), [unknown]);
  });

  it("waits longer for one that is known", async () => {
    assert.deepEqual(await first(pipe, { era: "modern" }), [{ mode: "auto", probeTimeoutMs: 60_000 }]);
    assert.deepEqual(await first(pipe, { era: "legacy", offers: "2024-11-05" }), [
      { mode: "legacy", offers: "2024-11-05" },
    ]);
  });
});

describe("the second way after a failure", () => {
  const auto = "auto";
  const legacy = "legacy";
  const rows: [
    what: string,
    plan: LaunchPlan,
    known: EraVerdict["era"] | undefined,
    attempt: Attempt,
    second: "legacy" | "auto" | undefined,
  ][] = [
    ["a refused question", http, undefined, { ends: refusedQuestion }, legacy],
    ["a refused question of one that was modern", http, "modern", { ends: refusedQuestion }, legacy],
    ["a question without an answer", http, undefined, { ends: unanswered }, legacy],
    ["a question without an answer of one that was modern", http, "modern", { ends: unanswered }, undefined],
    ["an exit", pipe, undefined, { ends: exited }, legacy],
    ["an exit of one that was modern", pipe, "modern", { ends: exited }, legacy],
    ["an exit of one that was older", pipe, "legacy", { ends: exited }, undefined],
    ["a missing sign-in", http, undefined, { ends: signedOut }, legacy],
    ["a missing sign-in by its status", http, undefined, { ends: caused("forbidden", http4xx(403)) }, legacy],
    [
      "a missing sign-in that the hub itself found",
      http,
      undefined,
      { ends: caused("needs-auth", refused) },
      undefined,
    ],
    ["a refused handshake on a pipe", pipe, undefined, { sees: handshake, ends: refused }, legacy],
    ["a broken handshake on a pipe", pipe, undefined, { sees: handshake, ends: caused("protocol") }, legacy],
    ["a handshake on a pipe that broke", pipe, undefined, { sees: handshake, ends: broken }, undefined],
    ["a refused handshake over HTTP", http, undefined, { sees: handshake, ends: refused }, undefined],
    ["a refusal without a handshake", pipe, undefined, { ends: refused }, undefined],
    ["a broken connection", http, undefined, { ends: broken }, undefined],
    ["a refusal of one that was older", http, "legacy", { ends: refused }, auto],
    ["a status of one that was older", http, "legacy", { ends: caused("transport", http4xx(404)) }, auto],
    [
      "a status about the caller of one that was older",
      http,
      "legacy",
      { ends: caused("transport", http4xx(429)) },
      undefined,
    ],
    ["a time limit of one that was older", http, "legacy", { ends: timeout }, undefined],
    ["a refusal that names the newer era", http, undefined, { ends: namesModern }, auto],
    ["a refusal after the newer era was named", http, undefined, { sees: names(modern), ends: broken }, auto],
    ["a refusal after older revisions were named", http, undefined, { sees: names(newest), ends: broken }, undefined],
    ["an error that is none of the hub's", http, undefined, { ends: new TypeError("x") }, undefined],
  ];
  for (const [what, plan, era, attempt, second] of rows)
    it(`is ${second ?? "none"}: ${what}`, async () => {
      const { modes, outcome } = await opening(plan, era && { era }, [attempt, { ends: broken }]);
      assert.deepEqual(modes.slice(1), second ? [second] : []);
      const first = era === "modern" && second ? attempt.ends : second ? broken : attempt.ends;
      assert.equal(outcome, first);
    });

  it("is reported by the first of two refusals to let the hub in, and else by the second", async () => {
    const other = caused("forbidden", http4xx(403));
    const both = await opening(http, undefined, [{ ends: signedOut }, { ends: other }]);
    assert.equal(both.outcome, signedOut);
    const one = await opening(http, undefined, [{ ends: refusedQuestion }, { ends: other }]);
    assert.equal(one.outcome, other);
    const neither = await opening(http, undefined, [{ ends: signedOut }, { ends: broken }]);
    assert.equal(neither.outcome, broken);
  });

  it("leads back to the newer era where the refused handshake names it", async () => {
    const { modes, outcome, remembered } = await opening(http, undefined, [
      { ends: refusedQuestion },
      { ends: namesModern },
      { ends: modern },
    ]);
    assert.deepEqual([modes, outcome], [["auto", "legacy", "auto"], modern]);
    assert.deepEqual(remembered(), { era: "modern", version: "1" });
  });

  for (const [what, cause, second] of [
    ["in the body of its status", http4xx(400, JSON.stringify({ error: unsupported([modern]) })), true],
    ["as something else", unsupported("2026-07-28"), false],
    ["with another code", new ProtocolError(-32000, "x", { supported: [modern] }), false],
    ["as the older ones", unsupported([newest]), false],
    ["in no JSON", http4xx(400, modern), false],
    ["without an error", http4xx(400, '{"supported":["2026-07-28"]}'), false],
  ] as const)
    it(`${second ? "is" : "is not"} the newer era where a refusal names it ${what}`, async () => {
      const { modes } = await opening(http, undefined, [{ ends: caused("transport", cause) }, { ends: modern }]);
      assert.equal(modes.length, second ? 2 : 1);
    });
});
