import assert from "node:assert/strict";
import { ableServers } from "../../../../src/core/calls/services/ableServers";
import { failureOf } from "../../../../src/core/calls/services/serviceFailure";
import { HubError } from "../../../../src/core/kernel/hubError";
import type { ConnectionState } from "../../../../src/protocol/connectionState";
import type { ServerView } from "../../../../src/protocol/hubView";
import { states } from "../../../support/operationEvents";

const counts = { tools: 0, resources: 0, resourceTemplates: 0, prompts: 0 };
const server = (id: string, state: ConnectionState): ServerView => ({
  ...{ id, label: id, scope: "user", state, counts, inFlight: 0 },
});

describe("the servers that can do a method", () => {
  it("are those with a means for what the caller sees, in their order, and say whether they can be used now", () => {
    const asked: unknown[] = [];
    const door = {
      means: (id: string, method: string, sees: unknown) => {
        asked.push([id, method, sees]);
        return id === "none" ? undefined : { row: id };
      },
    };
    const servers = [
      server("up", states.ready),
      server("none", states.ready),
      server("lazy", { kind: "stopped", reason: "lazy" }),
      server("off", { kind: "stopped", reason: "person" }),
      server("down", states.failed),
    ];
    const able = ableServers(door as never, servers, "method" as never, ((id: string) => `${id}'s tools`) as never);
    assert.deepEqual(
      able.map(({ server, means, isReady, isUsable }) => [server, means, isReady, isUsable]),
      [
        ["up", { row: "up" }, true, true],
        ["lazy", { row: "lazy" }, false, true],
        ["off", { row: "off" }, false, false],
        ["down", { row: "down" }, false, false],
      ],
    );
    assert.deepEqual(asked[0], ["up", "method", "up's tools"]);
  });
});

describe("what lies behind the failure of a service", () => {
  const behind = (cause: unknown) => failureOf(new HubError("protocol", "Odd.", { cause }));
  it("is the row and the result, where the failure has both", () => {
    const failure = { row: "a", result: { content: [], isError: true } };
    assert.equal(behind(failure), failure);
    for (const cause of [undefined, null, "text", {}, { row: "a" }, { result: 1 }])
      assert.equal(behind(cause), undefined);
  });
});
