import assert from "node:assert/strict";
import type { JSONRPCMessage } from "@modelcontextprotocol/client";
import { LineTransport, type SocketPorts, type Wire } from "../../../src/mcp/socket/lineTransport";

const ping: JSONRPCMessage = { jsonrpc: "2.0", id: 1, method: "ping" };
const note: JSONRPCMessage = { jsonrpc: "2.0", method: "notifications/x" };
const bytes = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

/** A connection that is moved by hand. */
class ByHand extends LineTransport {
  readonly sent: string[] = [];
  readonly heard: unknown[] = [];
  waiting = 0;
  closes = 0;
  failure: Error | undefined;
  opened: Promise<void> = Promise.resolve();

  constructor(ports: Partial<SocketPorts> = {}) {
    super({ server: "far", mask: (text) => text.replaceAll("secret", "•••"), ...ports });
    this.onmessage = (message, info) => this.heard.push([message, info?.bytes]);
    this.onerror = (error) => this.heard.push(`error: ${error.message}`);
    this.onclose = () => this.heard.push("closed");
  }

  protected async connect(): Promise<Wire> {
    await this.opened;
    const { sent } = this;
    const waiting = () => this.waiting;
    return {
      send: async (text) => {
        if (this.failure) throw this.failure;
        sent.push(text);
      },
      get waiting() {
        return waiting();
      },
      close: async () => {
        this.closes++;
      },
    };
  }

  get bound(): number {
    return this.limit;
  }
  take = (text: Buffer | (() => Promise<Buffer>)) => this.receive(text);
  lose = (reason: string) => this.lost(reason);
  overflow = () => this.tooLong();
}

async function started(ports?: Partial<SocketPorts>): Promise<ByHand> {
  const transport = new ByHand(ports);
  await transport.start();
  return transport;
}

describe("a lasting connection with one message after the other", () => {
  it("has its own limit of a message, or the usual one", () => {
    assert.equal(new ByHand({ messageLimit: 100 }).bound, 100);
    assert.equal(new ByHand().bound, 32 * 1024 * 1024);
  });

  it("sends while no more than 64 MiB wait, and refuses beyond", async () => {
    const transport = await started();
    transport.waiting = 64 * 1024 * 1024;
    await transport.send(ping);
    assert.deepEqual(transport.sent, [JSON.stringify(ping)]);
    transport.waiting++;
    await assert.rejects(transport.send(ping), /"far".*does not read/);
    assert.equal(transport.sent.length, 1);
  });

  it("sends nothing before it is open or after it is closed, and says why", async () => {
    const transport = new ByHand();
    await assert.rejects(transport.send(ping), { name: "HubError" });
    await transport.start();
    await transport.close();
    await assert.rejects(transport.send(ping), { name: "HubError" });
    assert.deepEqual([transport.sent, transport.heard, transport.closes], [[], ["closed"], 1]);
    assert.equal(transport.closeReason, undefined, "the hub closed it");
  });

  it("is closed again where it opens after it was closed", async () => {
    const transport = new ByHand();
    let open = () => {};
    transport.opened = new Promise((resolve) => {
      open = resolve;
    });
    const starting = transport.start();
    await transport.close();
    assert.equal(transport.closes, 0);
    open();
    await starting;
    assert.equal(transport.closes, 1);
  });

  it("says in its own words why a message could not be sent", async () => {
    const transport = await started();
    transport.failure = new Error("EPIPE");
    await assert.rejects(transport.send(ping), /The connection to "far" ended: EPIPE\./);
  });

  it("delivers messages in their order, with their size, the large ones too", async () => {
    const transport = await started();
    const large = bytes({ ...note, params: { text: "x".repeat(1024 * 1024) } });
    void transport.take(async () => large);
    void transport.take(large);
    await transport.take(bytes(ping));
    const sizes = transport.heard.map((one) => (Array.isArray(one) ? one[1] : one));
    assert.deepEqual(sizes, [large.length, large.length, bytes(ping).length]);
    assert.deepEqual(transport.heard.at(-1), [ping, bytes(ping).length]);
  });

  it("delivers nothing more once it is closed", async () => {
    const transport = await started();
    const taken = transport.take(async () => bytes(ping));
    await transport.close();
    await taken;
    await transport.take(bytes(ping));
    assert.deepEqual(transport.heard, ["closed"]);
  });

  it("ends after what came before the end, with the reason", async () => {
    const transport = await started();
    void transport.take(async () => bytes(ping));
    transport.lose("it was reset");
    await transport.take(bytes(note));
    assert.deepEqual(transport.heard, [[ping, bytes(ping).length], "closed"]);
    assert.equal(transport.closeReason?.code, "transport");
    assert.match(transport.closeReason?.message ?? "", /ended: it was reset\. Restart the server/);
    await assert.rejects(transport.send(ping), transport.closeReason);
  });

  it("is no connection to an MCP server where something else comes first, and masks what it quotes", async () => {
    const transport = await started();
    await transport.take(bytes(" "));
    assert.deepEqual(transport.heard, [], "an empty line says nothing");
    await transport.take(bytes("a secret shell"));
    assert.deepEqual([transport.heard, transport.closes], [["closed"], 1]);
    assert.equal(transport.closeReason?.code, "protocol");
    assert.match(transport.closeReason?.message ?? "", /it sends "a ••• shell"/);
  });

  it("stays where something else comes later", async () => {
    const transport = await started();
    await transport.take(bytes(ping));
    await transport.take(bytes("a secret line"));
    await transport.take(bytes(note));
    assert.deepEqual(transport.heard.slice(1), ["error: not an MCP message: a ••• line", [note, bytes(note).length]]);
    assert.equal(transport.closes, 0);
  });

  it("is closed by a message that is too large", async () => {
    const transport = await started({ messageLimit: 1024 });
    transport.overflow();
    assert.deepEqual([transport.heard, transport.closes], [["closed"], 1]);
    assert.match(transport.closeReason?.message ?? "", /"far"/);
    transport.overflow();
    transport.lose("too");
    await transport.take(bytes(ping));
    assert.deepEqual(transport.heard, ["closed"], "once");
  });
});
