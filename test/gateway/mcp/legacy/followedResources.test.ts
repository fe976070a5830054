import assert from "node:assert/strict";
import { Notifications } from "../../../../src/core/hub/notifications";
import { FollowedResources } from "../../../../src/gateway/mcp/legacy/followedResources";
import { FakeClock } from "../../../support/fakeClock";
import { fakeSource, resource, viewOf } from "../../../support/fakeViews";

const addresses = Array.from({ length: 201 }, (_, at) => `a://${at}`);

function setUp() {
  const notifications = new Notifications(new FakeClock(), (error) => assert.fail(String(error)));
  const subscribed = new Set<string>();
  const hub = {
    notifications,
    subscribe: (_: string, uri: string) => {
      subscribed.add(uri);
      return { dispose: () => void subscribed.delete(uri) };
    },
  };
  const client = { hears: true };
  const sent: string[] = [];
  const view = viewOf(fakeSource({ one: { resources: addresses.map(resource) } }));
  const followed = new FollowedResources(hub as never, view, (text) => {
    if (client.hears) sent.push(JSON.parse(text).params.uri);
    return client.hears;
  });
  const change = (uri: string) => notifications.publish("one", "notifications/resources/updated", { uri });
  return { followed, subscribed, client, sent, change };
}

describe("the resources that a session follows", () => {
  it("tell their changes, and those alone", () => {
    const { followed, sent, change, subscribed } = setUp();
    followed.add("a://0");
    followed.add("a://0");
    change("a://0");
    change("a://1");
    followed.remove("a://0");
    change("a://0");
    assert.deepEqual(sent, ["a://0"]);
    assert.equal(subscribed.size, 0);
  });

  it("tell once, when the client can hear it, what changed before", () => {
    const { followed, client, sent, change } = setUp();
    for (const uri of ["a://0", "a://1", "a://2"]) followed.add(uri);
    client.hears = false;
    for (const uri of ["a://0", "a://0", "a://1", "a://2"]) change(uri);
    followed.remove("a://2");
    followed.tellMissed();
    client.hears = true;
    followed.tellMissed();
    followed.tellMissed();
    assert.deepEqual(sent, ["a://0", "a://1"]);
  });

  it("are bounded, belong to the client's servers, and end with the session", () => {
    const { followed, subscribed } = setUp();
    assert.throws(() => followed.add("b://0"), { code: -32002 });
    for (const uri of addresses.slice(0, 200)) followed.add(uri);
    assert.throws(() => followed.add("a://200"), { code: -32603, message: /200 resources already/ });
    assert.equal(subscribed.size, 200);
    followed.dispose();
    assert.equal(subscribed.size, 0);
  });
});
