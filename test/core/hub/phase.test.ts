import assert from "node:assert/strict";
import { type HubLife, phaseOf } from "../../../src/core/hub/phase";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import type { HubPhase } from "../../../src/protocol/hubEvent";
import { states } from "../../support/operationEvents";

const { starting, waiting, ready, failed, stopped, needsAuth } = states;
const needsConsent: ConnectionState = { kind: "needs-consent", error: { code: "needs-consent", message: "Allow it." } };

describe("the phase of the hub", () => {
  const rows: [life: HubLife, servers: readonly ConnectionState[], phase: HubPhase][] = [
    ["new", [ready], "uninitialized"],
    ["configured", [], "ready"],
    ["configured", [ready, stopped], "ready"],
    ["configured", [ready, starting()], "discovering"],
    ["configured", [failed, waiting()], "discovering"],
    ["configured", [ready, failed], "degraded"],
    ["configured", [needsAuth, ready], "degraded"],
    ["configured", [needsConsent], "degraded"],
    ["closing", [starting()], "shutting-down"],
    ["closed", [failed], "shutdown"],
  ];
  for (const [life, servers, phase] of rows)
    it(`is ${phase} while it is ${life} with ${servers.map(({ kind }) => kind).join(" and ") || "no server"}`, () =>
      assert.equal(phaseOf(life, servers), phase));
});
