import assert from "node:assert/strict";
import type { SessionAsk } from "../../../src/core/auth/editorSessions";
import { EditorSession } from "../../../src/mcp/auth/editorSession";
import { FakeClock } from "../../support/fakeClock";

/** An editor that has `token`; a person who is asked gives `next`. */
function setUp(token: string | undefined, scopes?: readonly string[]) {
  const editor = { token, next: "new", asked: [] as unknown[], failure: undefined as unknown };
  const session = new EditorSession({
    server: "s",
    config: { provider: "github", ...(scopes && { scopes: [...scopes] }) },
    clock: new FakeClock(),
    sessions: {
      token: async (provider: string, of: readonly string[], ask: SessionAsk) => {
        editor.asked.push([provider, [...of], ask]);
        if (editor.failure) throw editor.failure;
        if (ask !== "silent") editor.token = editor.next;
        return editor.token;
      },
    },
  });
  const asks = () => editor.asked.splice(0).map((one) => (one as unknown[])[2]);
  const answer = (status: number) => ({ status, header: () => undefined });
  const refuse = async (status: number) => session.refused(answer(status), await session.credentials(), 0);
  return { editor, session, asks, refuse };
}
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe("the authorization by a sign-in of the editor", () => {
  it("asks the editor silently, once, for its provider and scopes", async () => {
    const { session, editor } = setUp("one", ["repo"]);
    assert.equal(session.provider, "github");
    assert.deepEqual(await session.credentials(), bearer("one"));
    assert.deepEqual(await session.credentials(), bearer("one"));
    assert.deepEqual(editor.asked, [["github", ["repo"], "silent"]]);
    assert.deepEqual(session.secrets(), ["one"]);
  });

  it("asks for no scopes where none are set", async () => {
    const { session, editor } = setUp("one");
    await session.credentials();
    assert.deepEqual(editor.asked, [["github", [], "silent"]]);
  });

  it("needs a sign-in where the editor has none", async () => {
    await assert.rejects(setUp(undefined).session.credentials(), {
      code: "needs-auth",
      message: /it uses the sign-in "github" of the editor/,
    });
  });

  it("needs a sign-in where the editor has only the token that was refused", async () => {
    const { editor, refuse } = setUp("one");
    await assert.rejects(refuse(401), { code: "needs-auth", message: /does not accept the token/ });
    editor.token = "two";
    const { session, refuse: again } = setUp("one");
    await assert.rejects(again(401));
    assert.deepEqual(await session.credentials(), bearer("one"), "for another request");
  });

  it("sends again with another token of the editor", async () => {
    const { session, editor } = setUp("one");
    const used = await session.credentials();
    editor.token = "two";
    assert.equal(await session.refused({ status: 401, header: () => undefined }, used, 0), true);
    assert.deepEqual(await session.credentials(), bearer("two"));
  });

  it("does not take a refusal of rights for one of the token", async () => {
    const { session, asks, refuse } = setUp("one");
    assert.equal(await refuse(403), false);
    asks();
    await session.signIn(false);
    assert.deepEqual(asks(), ["silent", "ask"]);
  });

  it("renews a sign-in whose token was refused, and forgets the token", async () => {
    const { session, asks, refuse } = setUp("one");
    await assert.rejects(refuse(401));
    asks();
    await session.signIn(false);
    assert.deepEqual(asks(), ["silent", "renew"]);
    assert.deepEqual(await session.credentials(), bearer("new"));
  });

  it("asks for another account without looking for the present one", async () => {
    const { session, asks } = setUp("one");
    await session.signIn(true);
    assert.deepEqual(asks(), ["another"]);
  });

  it("asks the person where the editor has no sign-in", async () => {
    const { session, asks } = setUp(undefined);
    await session.signIn(false);
    assert.deepEqual(asks(), ["silent", "ask"]);
  });

  it("fails in words where the person declines, and outside the editor", async () => {
    const { session, editor } = setUp("one");
    editor.failure = new Error("User did not consent.");
    await assert.rejects(session.signIn(true), { code: "needs-auth", message: /failed: User did not consent\./ });
    const outside = new EditorSession({
      server: "s",
      config: { provider: "github" },
      clock: new FakeClock(),
      sessions: undefined,
    });
    await assert.rejects(outside.credentials(), { code: "needs-auth", message: /exists only inside the editor/ });
  });
});
