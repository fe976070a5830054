import assert from "node:assert/strict";
import { EventStream } from "../../../../src/core/hub/eventStream";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { info } from "../../../support/fakeLink";
import { requestFacts } from "../../../support/requestFacts";
import { aClient, RestServer, restParts } from "../../../support/restServer";

interface Heard {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe("GET /events", () => {
  let server: RestServer;
  let stream: EventStream;
  let aborts: AbortController[];

  beforeEach(async () => {
    aborts = [];
    stream = new EventStream(
      () => 5,
      () => undefined,
    );
    for (const id of ["files", "mail"])
      stream.publish({ type: "server.added", server: id, label: id, scope: "folder", source: "/w/secret" });
    server = await RestServer.start(restParts({ stream }), aClient("narrow", { scopes: [{ servers: ["files"] }] }));
  });
  afterEach(async () => {
    for (const abort of aborts) abort.abort();
    await server.stop();
  });

  /** The events of a client, in order; `next` waits for one more. */
  async function listen(client: string, headers: Readonly<Record<string, string>> = {}) {
    const abort = new AbortController();
    aborts.push(abort);
    const response = await server.fetch("GET", "/api/v1/mcp/events", { client, headers, signal: abort.signal });
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    assert.ok(response.body);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const next = async (): Promise<Heard> => {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end >= 0) {
          const fields = Object.fromEntries(
            text
              .slice(0, end)
              .split("\n")
              .map((line) => line.split(/: (.*)/s)),
          );
          text = text.slice(end + 2);
          return { id: fields.id, event: fields.event, data: JSON.parse(fields.data) };
        }
        const { value, done } = await reader.read();
        if (done) throw new Error("The stream ended.");
        text += value;
      }
    };
    return { next };
  }

  const ended = (client: string, server = "files"): HubEvent => ({
    type: "call.ended",
    ...requestFacts({ server, caller: { door: "gateway", client: { id: client, name: client } } }),
    outcome: "ok",
    ms: 1,
    split: { approval: 0, queue: 0, waits: 0, server: 1 },
  });
  const phase: HubEvent = { type: "hub.phase", phase: "ready" };

  it("begins with the servers that the client may see", async () => {
    const { next } = await listen("narrow");
    const { event, data } = await next();
    assert.equal(event, "snapshot");
    assert.deepEqual(
      (data.servers as { id: string }[]).map(({ id }) => id),
      ["files"],
    );
  });

  it("tells of a client's own calls and of its servers, and of nothing else", async () => {
    const { next } = await listen("narrow");
    await next();
    for (const event of [
      ended("other"),
      ended("narrow"),
      { type: "server.log", server: "files", level: "info", from: "stderr", text: "called by other with x" },
      { type: "server.ping", server: "mail", ok: true, ms: 1 },
      { type: "server.ping", server: "files", ok: true, ms: 1 },
      { type: "server.account", server: "files", account: "a@example.com" },
      { type: "server.notification", server: "files", method: "notifications/message", params: "{}" },
      { type: "server.notification", server: "files", method: "notifications/resources/updated", params: "{}" },
      { type: "server.order", servers: ["files", "mail"] },
      phase,
    ] as const)
      stream.publish(event);
    const heard = [await next(), await next(), await next(), await next()];
    assert.deepEqual(
      heard.map(({ event }) => event),
      ["call.ended", "server.ping", "server.notification", "hub.phase"],
    );
    assert.deepEqual(heard[0]?.data.caller, { door: "gateway", client: { id: "narrow", name: "narrow" } });
    assert.equal(heard[1]?.data.server, "files");
  });

  it("tells of a state without the process, and of a server without its folder", async () => {
    const { next } = await listen("editor");
    await next();
    stream.publish({
      type: "server.state",
      server: "files",
      state: { kind: "ready", since: 1, info: { ...info, pid: 77 }, losses: 0 },
    });
    stream.publish({ type: "server.added", server: "new", label: "New", scope: "folder", source: "/w/secret" });
    assert.deepEqual((await next()).data, {
      type: "server.state",
      seq: 3,
      at: 5,
      server: "files",
      status: "ready",
      ready: true,
    });
    assert.deepEqual((await next()).data, { type: "server.added", seq: 4, at: 5, server: "new", label: "New" });
  });

  it("gives a client that comes back what it missed", async () => {
    const first = await listen("editor");
    const { id } = await first.next();
    stream.publish(ended("editor"));
    stream.publish(phase);
    const again = await listen("editor", { "last-event-id": id });
    assert.deepEqual([(await again.next()).event, (await again.next()).event], ["call.ended", "hub.phase"]);
  });

  it("starts over where not everything that was missed is kept, or the id is of another run", async () => {
    const { id } = await (await listen("editor")).next();
    for (let count = 0; count < 1001; count++) stream.publish(ended("other"));
    for (const last of [id, "00000000-1", "7", ""])
      assert.equal((await (await listen("editor", { "last-event-id": last })).next()).event, "snapshot");
  });

  it("lets go of a client that leaves", async () => {
    await (await listen("editor")).next();
    aborts[0]?.abort();
    await (await listen("editor")).next();
    const listeners = Reflect.get(Reflect.get(stream, "emitter"), "listeners") as readonly unknown[];
    for (let turn = 0; turn < 1000 && listeners.length > 1; turn++)
      await new Promise((resolve) => setImmediate(resolve));
    const left = Reflect.get(Reflect.get(stream, "emitter"), "listeners") as readonly unknown[];
    assert.equal(left.length, 1);
  });
});
