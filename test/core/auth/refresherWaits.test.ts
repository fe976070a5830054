import assert from "node:assert/strict";
import { CredentialStore } from "../../../src/core/auth/credentialStore";
import { type Lock, processLock } from "../../../src/core/auth/lock";
import { Refresher, type SendRefresh } from "../../../src/core/auth/refresher";
import { HubError } from "../../../src/core/kernel/hubError";
import { MemorySecrets, MemoryState } from "../../../src/headless/memoryState";
import { turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { passing } from "../../support/passing";
import { account, tokens } from "./renewedTokens";

describe("the renewal of tokens", () => {
  /** One window, whose storage may be locked, and what was sent to the service. */
  async function window(first = tokens(1)) {
    const clock = new FakeClock();
    const secrets = new MemorySecrets();
    const keyring = { locked: false };
    const store = new CredentialStore(
      {
        get: (key) => secrets.get(key),
        delete: (key) => secrets.delete(key),
        set: async (key, value) => {
          if (keyring.locked) throw new Error("locked");
          await secrets.set(key, value);
        },
      },
      { workspace: new MemoryState(), always: new MemoryState() },
    );
    const lock: Lock = processLock();
    const refresher = new Refresher({ store, lock, clock, random: () => 0.5 });
    await refresher.signedIn(account, first);
    const sent: (string | undefined)[] = [];
    const send: SendRefresh = async ({ refreshToken }) => {
      sent.push(refreshToken);
      return { kind: "tokens", tokens: tokens(2) };
    };
    const stored = async () => {
      const other = new CredentialStore(secrets, { workspace: new MemoryState(), always: new MemoryState() });
      return (await other.tokens(account))?.accessToken;
    };
    return { clock, store, keyring, lock, refresher, sent, send, stored };
  }

  it("waits three seconds for what another window wrote, and then goes on with what there is", async () => {
    const { clock, lock, refresher, sent, send } = await window();
    await lock(account.id, (handle) => handle.announce(5));
    const before = clock.now();
    const renewed = await passing(clock, refresher.newer(account, tokens(1), send), 10);
    assert.equal(clock.now() - before, 3000);
    assert.equal(renewed.kind === "tokens" && renewed.tokens.generation, 6, "newer than what the other one wrote");
    assert.deepEqual(sent, ["refresh-1"]);
    assert.equal(clock.waiting, 0);
  });

  it("uses the newer tokens that are stored, unless they are about to end", async () => {
    const { refresher, sent, send, clock } = await window();
    const used = tokens(0);
    const kept = await refresher.newer(account, used, send);
    assert.deepEqual([kept.kind === "tokens" && kept.tokens.accessToken, sent], ["access-1", []]);
    await refresher.signedIn(account, tokens(1, { expiresAt: clock.now() + 1000 }));
    await refresher.newer(account, used, send);
    assert.deepEqual(sent, ["refresh-1"]);
  });

  it("is not tried with tokens that cannot be renewed, nor where nobody is signed in", async () => {
    const { refreshToken: _, ...plain } = tokens(1);
    const { refresher, sent, send, store } = await window(plain);
    assert.deepEqual(await refresher.newer(account, plain, send), { kind: "not-refreshable" });
    await store.remove(account);
    assert.deepEqual(await refresher.newer(account, plain, send), { kind: "signed-out" });
    assert.deepEqual(sent, []);
  });

  it("is refused twice with the same tokens, and then not asked for again until there are others", async () => {
    const { refresher } = await window();
    let asked = 0;
    const refuse: SendRefresh = async () => ({ kind: "refused", error: new HubError("needs-auth", `no ${++asked}`) });
    const texts: string[] = [];
    for (let times = 0; times < 4; times++) {
      const outcome = await refresher.newer(account, tokens(1), refuse);
      texts.push(outcome.kind === "refused" ? outcome.error.message : outcome.kind);
    }
    assert.deepEqual(texts, ["no 1", "no 2", "no 2", "no 2"]);
    await refresher.signedIn(account, tokens(3));
    await refresher.newer(account, tokens(3), refuse);
    assert.equal(asked, 3);
  });

  it("stays open to the same tokens after a refusal where another service was named meanwhile", async () => {
    const { refresher } = await window();
    let asked = 0;
    const refuse: SendRefresh = async () => ({ kind: "refused", error: new HubError("needs-auth", `no ${++asked}`) });
    await refresher.newer(account, tokens(1), refuse);
    assert.deepEqual(await refresher.newer(account, tokens(1), async () => ({ kind: "elsewhere" })), {
      kind: "elsewhere",
    });
    for (let times = 0; times < 3; times++) await refresher.newer(account, tokens(1), refuse);
    assert.equal(asked, 3);
  });

  it("stores what could not be stored every fifteen seconds, without holding the window open", async () => {
    const { clock, keyring, refresher, send, stored } = await window();
    keyring.locked = true;
    await passing(clock, refresher.newer(account, tokens(1), send), 10);
    assert.deepEqual([clock.waiting, clock.background], [0, 1]);
    keyring.locked = false;
    clock.pass(14_999);
    await refresher.settled();
    assert.equal(await stored(), "access-1");
    clock.pass(1);
    await refresher.settled();
    assert.equal(await stored(), "access-2");
    assert.equal(clock.background, 0);
  });

  it("is waited for three seconds by a window that closes, and only as long as it runs", async () => {
    const { clock, refresher } = await window();
    await refresher.settled();
    assert.equal(clock.waiting, 0);
    void refresher.newer(account, tokens(1), () => new Promise(() => {}));
    let isOver = false;
    const closing = refresher.settled().then(() => {
      isOver = true;
    });
    clock.pass(2999);
    await turns();
    assert.equal(isOver, false);
    clock.pass(1);
    await closing;
    assert.equal(clock.waiting, 0);
  });
});
