import assert from "node:assert/strict";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import { ServerConfig } from "../../../src/core/config/schema/serverConfig";
import { initialStopReason } from "../../../src/core/connection/state";
import { WarmUp } from "../../../src/core/hub/warmUp";
import { HubError } from "../../../src/core/kernel/hubError";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { done } from "../../support/callFixture";
import { aTool, definition } from "../../support/fakeLink";
import { states } from "../../support/operationEvents";

const ready: HubEvent = { type: "server.state", server: "files", state: states.ready };

function setUp(warmUp: unknown) {
  const asked: string[] = [];
  const events: HubEvent[] = [];
  const entry = { kind: "valid", config: ServerConfig.parse({ command: "files", warmUp }) } as const;
  let current = definition("files", { entry });
  const warm = new WarmUp({
    hub: {
      definition: () => current,
      catalog: () => ({
        ...emptyCatalog,
        tools: [aTool("read"), aTool("write")],
        resources: [
          { uri: "docs://a", name: "a" },
          { uri: "docs://broken", name: "broken" },
        ],
      }),
    },
    requests: {
      readResource: async ({ uri, caller }) => {
        asked.push(`${caller.door} ${uri}`);
        if (uri === "docs://broken") throw new HubError("server-error", "No.");
        return [];
      },
      callTool: async ({ tool, args, caller }) => {
        asked.push(`${caller.door} ${tool} ${JSON.stringify(args)}`);
        return done;
      },
    },
    mayCall: (_, { name }) => name === "read",
    publish: (event) => events.push(event),
  });
  const texts = () => events.flatMap((event) => (event.type === "server.log" ? [event.text] : []));
  const change = (more: object) => {
    current = { ...current, ...more };
  };
  /** As the hub is put together: events that mean nothing to it never reach it. */
  const follow = async (event: HubEvent) => (warm.follows(event) ? warm.follow(event) : undefined);
  return { warm: { follow, dispose: () => warm.dispose() }, asked, texts, change };
}

describe("warm-up", () => {
  it("asks once for what the entry names when its server is ready, and says what cannot be made ready", async () => {
    const { warm, asked, texts } = setUp({
      resources: ["docs://broken", "docs://other", "docs://a"],
      calls: [{ tool: "write" }, { tool: "none" }, { tool: "read", args: { id: 1 } }],
    });
    await warm.follow({ type: "server.state", server: "files", state: states.starting() });
    assert.deepEqual(asked, []);
    await warm.follow(ready);
    const wanted = ["hub docs://broken", "hub docs://a", 'hub read {"id":1}'];
    assert.deepEqual(asked, wanted);
    const said = ["broken.*: No", "other.*does not list it", "write.*changes nothing", "none.*no such tool"];
    assert.equal(texts().length, said.length);
    for (const [index, text] of said.entries()) assert.match(texts()[index] ?? "", new RegExp(text));
    await warm.follow(ready);
    assert.deepEqual(asked, wanted, "not again after it was away");
  });

  it("asks again for another entry, and for a server that left and came back", async () => {
    const { warm, asked, change } = setUp({ resources: ["docs://a"] });
    await warm.follow(ready);
    change({ scope: "workspace" });
    await warm.follow(ready);
    await warm.follow({ type: "server.removed", server: "files" });
    await warm.follow(ready);
    assert.equal(asked.length, 3);
  });

  it("asks for nothing where only the connection is wanted, or after it was disposed", async () => {
    const { warm, asked } = setUp(true);
    await warm.follow(ready);
    const other = setUp({ resources: ["docs://a"] });
    other.warm.dispose();
    await other.warm.follow(ready);
    assert.deepEqual([asked, other.asked], [[], []]);
  });

  it("asks for nothing more once it was disposed, and does not complain", async () => {
    const { warm, asked, texts } = setUp({
      resources: ["docs://broken", "docs://a"],
      calls: [{ tool: "read" }],
    });
    const warming = warm.follow(ready);
    warm.dispose();
    await warming;
    assert.deepEqual([asked, texts()], [["hub docs://broken"], []]);
  });

  const rows: [warmUp: unknown, start: "eager" | "lazy" | "manual", reason: string][] = [
    [undefined, "lazy", "lazy"],
    [false, "lazy", "lazy"],
    [true, "lazy", "not-started"],
    [{ resources: [] }, "lazy", "not-started"],
    [true, "manual", "manual"],
    [true, "eager", "not-started"],
  ];
  for (const [warmUp, start, reason] of rows)
    it(`${JSON.stringify(warmUp)} makes a server that starts "${start}" one that is "${reason}"`, () => {
      const entry = { kind: "valid", config: ServerConfig.parse({ command: "files", warmUp }) } as const;
      assert.equal(initialStopReason(definition("files", { entry }), { start }), reason);
    });
});
