import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import type { Server } from "node:http";
import { bindPort } from "../../../src/gateway/http/bindPort";

interface Wish {
  readonly port: number;
  readonly host: string;
  readonly ipv6Only: boolean;
}

const addresses = ["127.0.0.1", "::1"];

describe("one port of several addresses", () => {
  let wishes: Wish[];
  let closed: string[];
  /** How many servers have not closed yet. */
  let closing: number;
  let listeners: number;
  /** The code of the failure of a wish; missing: it is fulfilled. */
  let failure: (wish: Wish) => string | undefined;
  let free: number;
  beforeEach(() => {
    [wishes, closed, closing, listeners, failure, free] = [[], [], 0, 0, () => undefined, 5000];
  });

  /** A server whose machine answers as the test says. */
  const create = () => {
    const emitter = new EventEmitter();
    const server = Object.assign(emitter, {
      host: "",
      port: 0,
      listen(wish: Wish, ready: () => void) {
        wishes.push(wish);
        this.host = wish.host;
        this.port = wish.port || free++;
        const code = failure(wish);
        setImmediate(() => (code ? emitter.emit("error", Object.assign(new Error(code), { code })) : ready()));
      },
      address() {
        listeners = Math.max(listeners, emitter.listenerCount("error"));
        return { port: this.port };
      },
      close(done: () => void) {
        closed.push(this.host);
        closing++;
        setImmediate(() => {
          closing--;
          done();
        });
      },
    });
    return { server: server as unknown as Server, host: () => server.host };
  };
  const bind = async (port: number) => {
    const bound = await bindPort(create, addresses, port).finally(() => {
      assert.equal(closing, 0, "what was begun has ended");
    });
    return "servers" in bound ? { port: bound.port, hosts: bound.servers.map(({ host }) => host()) } : bound.code;
  };

  it("is the one that was wished for, on each", async () => {
    assert.deepEqual(await bind(4319), { port: 4319, hosts: addresses });
    assert.deepEqual(wishes, [
      { port: 4319, host: "127.0.0.1", ipv6Only: false },
      { port: 4319, host: "::1", ipv6Only: true },
    ]);
    assert.equal(listeners, 0, "a later failure is not taken for one of the start");
    assert.deepEqual(closed, []);
  });

  it("is the same free one on each where any may be taken", async () => {
    assert.deepEqual(await bind(0), { port: 5000, hosts: addresses });
    assert.deepEqual(
      wishes.map(({ port }) => port),
      [0, 5000],
    );
  });

  for (const code of ["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL", "EPROTONOSUPPORT", "ENETUNREACH"])
    it(`leaves out a second address that the machine does not have (${code}), and needs the first`, async () => {
      failure = ({ host }) => (host === "::1" ? code : undefined);
      assert.deepEqual(await bind(4319), { port: 4319, hosts: ["127.0.0.1"] });
      assert.deepEqual(closed, ["::1"]);
      failure = ({ host }) => (host === "::1" ? undefined : code);
      await assert.rejects(bind(4319), { code });
    });

  it("is taken on no address where one of them is in use", async () => {
    failure = ({ host }) => (host === "::1" ? "EADDRINUSE" : undefined);
    assert.equal(await bind(4319), "EADDRINUSE");
    assert.equal(wishes.length, 2);
    assert.deepEqual(closed, ["::1", "127.0.0.1"]);
  });

  it("is another one where a free one is in use on the second address, up to twenty times", async () => {
    failure = ({ host, port }) => (host === "::1" && port < 5019 ? "EADDRINUSE" : undefined);
    assert.deepEqual(await bind(0), { port: 5019, hosts: addresses });
    failure = ({ host }) => (host === "::1" ? "EADDRINUSE" : undefined);
    wishes = [];
    assert.equal(await bind(0), "EADDRINUSE");
    assert.equal(wishes.length, 40);
  });

  it("says of every other failure what it is, and keeps no address", async () => {
    failure = ({ host }) => (host === "::1" ? "EACCES" : undefined);
    await assert.rejects(bind(80), { code: "EACCES" });
    assert.deepEqual(closed, ["::1", "127.0.0.1"]);
  });
});
