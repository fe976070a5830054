import assert from "node:assert/strict";
import { Emitter } from "../../../../src/core/kernel/emitter";
import { KnownLists } from "../../../../src/gateway/mcp/lists";
import { namesOf } from "../../../../src/gateway/mcp/view/names";
import { ViewChanges } from "../../../../src/gateway/mcp/view/viewChanges";
import { FakeClock } from "../../../support/fakeClock";
import { fakeSource, tools, viewOf } from "../../../support/fakeViews";

const report = (error: unknown) => assert.fail(String(error));

describe("what a client knows of a view", () => {
  it("is a name for the first entry that has it, and the alias of one before the name of another", () => {
    const names = namesOf(false, ["one"], () => [{ name: "a", alias: "b" }, { name: "b" }]);
    assert.deepEqual(
      [...names].map(([shown, { name }]) => [shown, name]),
      [
        ["b", "a"],
        ["a", "a"],
      ],
    );
  });

  it("is told as another once, until the client asks for the list again", () => {
    const source = fakeSource({ one: tools("a") });
    const lists = new KnownLists(viewOf(source), "legacy");
    const change = (name: string) => {
      source.catalogs.one = tools(name);
      source.changed();
    };
    assert.equal(lists.changes(false).size, 0, "it knows none yet");
    lists.give("tools");
    change("b");
    assert.deepEqual([...lists.changes(false)], ["notifications/tools/list_changed"]);
    change("c");
    assert.equal(lists.changes(false).size, 0, "it has not asked since");
    lists.give("tools");
    change("d");
    assert.equal(lists.changes(true).size, 1);
    change("e");
    assert.equal(lists.changes(true).size, 1, "it hears each change");
  });

  it("is looked at once for all that happens within a tenth of a second", () => {
    const clock = new FakeClock();
    const events = new Emitter<{ readonly type: string }>(report);
    const clients = new Emitter<void>(report);
    const changes = new ViewChanges({
      stream: { onEvent: events.event } as never,
      hub: { clients: { onChange: clients.event } } as never,
      clock,
      report,
    });
    let told = 0;
    changes.follow(() => told++);
    events.fire({ type: "server.catalog" });
    events.fire({ type: "server.log" });
    clients.fire();
    events.fire({ type: "server.state" });
    assert.deepEqual([changes.version(), told], [3, 0]);
    clock.pass(100);
    assert.equal(told, 1);
    events.fire({ type: "server.log" });
    clock.pass(100);
    assert.equal(told, 1);
    events.fire({ type: "server.catalog" });
    clock.pass(100);
    assert.equal(told, 2);
    changes.dispose();
  });
});
