import assert from "node:assert/strict";
import { Notifications } from "../../../src/core/hub/notifications";
import { Emitter } from "../../../src/core/kernel/emitter";
import { LogRoutes } from "../../../src/gateway/mcp/logRoutes";
import type { Stamped } from "../../../src/protocol/hubEvent";
import { FakeClock } from "../../support/fakeClock";

function setUp(...ready: string[]) {
  const notifications = new Notifications(new FakeClock(), (error) => assert.fail(String(error)));
  const events = new Emitter<Stamped>((error) => assert.fail(String(error)));
  const asked: string[] = [];
  const hub = {
    notifications,
    setLogLevel: async (server: string, level: string) => void asked.push(`${server} ${level}`),
  };
  const view = () => ({ servers: ready.map((id) => ({ id, state: { kind: "ready" } })) });
  const stream = {
    get view() {
      return view();
    },
    onEvent: events.event,
  };
  const routes = new LogRoutes({ hub, stream } as never);
  const heard: string[] = [];
  const add = (name: string, level: string, at: string | (() => readonly string[])) =>
    routes.add({
      level,
      at,
      client: name,
      send: (text: string) => void heard.push(`${name} ${JSON.parse(text).params.data}`),
    } as never);
  const says = (server: string, level: string, data: string, client?: string) =>
    notifications.publish(server, "notifications/message", { level, data }, client);
  const comesUp = (server: string) => {
    ready.push(server);
    events.fire({ type: "server.state", server, state: { kind: "ready" } } as never);
  };
  return { add, says, heard, asked, comesUp };
}

describe("the log messages of servers", () => {
  it("reach those whose requests run there, and only otherwise those who listen", () => {
    const { add, says, heard } = setUp("one");
    add("listener", "debug", () => ["one", "two"]);
    const running = add("runner", "debug", "one");
    says("one", "info", "while it runs");
    says("two", "info", "elsewhere");
    running.dispose();
    says("one", "info", "afterwards");
    assert.deepEqual(heard, ["runner while it runs", "listener elsewhere", "listener afterwards"]);
  });

  it("reach those who want their level", () => {
    const { add, says, heard } = setUp("one");
    add("a", "debug", "one");
    add("b", "error", "one");
    says("one", "warning", "w");
    says("one", "error", "e");
    says("one", "nonsense", "n");
    assert.deepEqual(heard, ["a w", "a e", "b e"]);
  });

  it("reach one client alone where they come over its own connection", () => {
    const { add, says, heard } = setUp("one");
    add("a", "debug", "one");
    add("b", "debug", () => ["one"]);
    says("one", "info", "of b", "b");
    assert.deepEqual(heard, ["b of b"]);
  });

  it("are asked for as far as anyone wants them, also of a server that comes up later", () => {
    const { add, asked, comesUp } = setUp("one");
    add("a", "error", "one");
    add("b", "info", () => ["one", "two"]);
    add("c", "warning", "one");
    assert.deepEqual(asked, ["one error", "one info"]);
    comesUp("two");
    comesUp("one");
    assert.deepEqual(asked, ["one error", "one info", "two info", "one info"]);
  });
});
