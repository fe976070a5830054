import assert from "node:assert/strict";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { type ModernServer, startModernServer } from "../../support/modernServer";
import { modernPost, openSession } from "../../support/rawMcp";
import { type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";

const elicitations = [
  { mode: "url", elicitationId: "e1", url: "https://example.com/allow", message: "Allow it there." },
];
const urls = { elicitation: { url: {} } };
const done = { content: [{ type: "text", text: "done" }] };

/** What a server wants of its client that only some clients can do: an address opened (-32042), and capabilities (-32021). */
describe("what a server requires of a client of the MCP endpoint", () => {
  let server: ScriptedServer;
  let modern: ModernServer;
  let gateway: Gateway;
  /** The clients' calls that the server let pass, because somebody has been at the address. */
  let isAllowed = false;
  withoutLoginShell();

  before(async () => {
    server = await startScriptedServer(
      {},
      {
        locked: () => {
          if (isAllowed) return done;
          isAllowed = true;
          throw { code: -32042, message: "Allow it first", data: { elicitations } };
        },
      },
    );
    modern = await startModernServer();
    gateway = await aGateway({ one: server.url, modern: modern.url });
  });
  beforeEach(() => {
    isAllowed = false;
  });
  after(async () => {
    await gateway.close();
    await Promise.all([server.stop(), modern.stop()]);
  });

  const posted = (name: string, capabilities: object, more: object = {}) =>
    modernPost(gateway.url, "tools/call", { name, arguments: {}, ...more }, { capabilities });

  it("reaches a client with sessions that opens no addresses as the error that it is", async () => {
    const session = await openSession(gateway.url);
    const { error } = await (await session.call("one__locked")).last();
    assert.deepEqual([error?.code, error?.data], [-32042, { elicitations }]);
    assert.match(String(error?.message), /Allow it first/);
  });

  it("is asked of one that does, on the stream of its call, which then goes on", async () => {
    const session = await openSession(gateway.url, { client: "opens", capabilities: urls });
    const call = await session.call("one__locked");
    const question = await call.next();
    assert.equal(question?.method, "elicitation/create");
    assert.deepEqual(question?.params, elicitations[0]);
    await session.send({ jsonrpc: "2.0", id: question?.id, result: { action: "accept" } });
    assert.deepEqual((await call.last()).result, done);
  });

  it("is not done where the client declines", async () => {
    const session = await openSession(gateway.url, { client: "declines", capabilities: urls });
    const call = await session.call("one__locked");
    const question = await call.next();
    await session.send({ jsonrpc: "2.0", id: question?.id, result: { action: "decline" } });
    const { result } = await call.last();
    assert.equal(result?.isError, true);
    assert.match(JSON.stringify(result?.content), /you declined/);
  });

  it("is a missing capability in the revision without a handshake, with status 400", async () => {
    const answer = await posted("one__locked", {});
    const { error } = await answer.last();
    assert.equal(answer.status, 400);
    assert.deepEqual([error?.code, error?.data], [-32021, { requiredCapabilities: { elicitation: { url: {} } } }]);
  });

  it("is asked inside the result in that revision, and the call goes on with the answer", async () => {
    const { result = {} } = await (await posted("one__locked", urls)).last();
    assert.equal(result.resultType, "input_required");
    const [[key, asked] = assert.fail("nothing asked")] = Object.entries(result.inputRequests ?? {});
    assert.deepEqual(asked, { method: "elicitation/create", params: elicitations[0] });
    const { requestState } = result;
    const retry = { requestState, inputResponses: { [key]: { action: "accept" } } };
    assert.deepEqual((await (await posted("one__locked", urls, retry)).last()).result?.content, done.content);
  });

  it("is a missing capability of a server without a handshake, with its data; and a result that a model reads before", async () => {
    const answer = await posted("modern__ask", {});
    const { error } = await answer.last();
    assert.equal(answer.status, 400);
    assert.equal(error?.code, -32021);
    assert.match(JSON.stringify(error?.data), /"requiredCapabilities":\{"/);
    const session = await openSession(gateway.url, { client: "can nothing" });
    const { result } = await (await session.call("modern__ask")).last();
    assert.equal(result?.isError, true);
    assert.match(JSON.stringify(result?.content), /capabilit/i);
  });
});
