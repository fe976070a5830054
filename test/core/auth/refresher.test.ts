import assert from "node:assert/strict";
import { CredentialStore } from "../../../src/core/auth/credentialStore";
import { processLock } from "../../../src/core/auth/lock";
import { Refresher, type SendRefresh } from "../../../src/core/auth/refresher";
import { type Clock, systemClock } from "../../../src/core/kernel/clock";
import type { HubError } from "../../../src/core/kernel/hubError";
import { MemorySecrets, MemoryState } from "../../../src/headless/memoryState";
import { FakeClock } from "../../support/fakeClock";
import { account, tokens } from "./renewedTokens";

describe("renewed tokens that storage does not take", () => {
  /** How often storage still fails. */
  let failures: number;
  let secrets: MemorySecrets;
  /** What runs later, when nobody waits for it. */
  let later: (() => void)[];
  let reported: HubError[];
  /** The refresh tokens that were sent. */
  let sent: (string | undefined)[];
  beforeEach(() => {
    failures = 0;
    secrets = new MemorySecrets();
    later = [];
    reported = [];
    sent = [];
  });

  /** Time passes as soon as somebody waits for it. */
  const hasty: Clock = {
    now: systemClock.now,
    after: (_, run, background) => {
      if (background) later.push(run);
      else setImmediate(run);
      return { dispose: () => {} };
    },
  };
  const store = () =>
    new CredentialStore(
      {
        get: (key) => secrets.get(key),
        delete: (key) => secrets.delete(key),
        set: async (key, value) => {
          if (failures-- > 0) throw new Error("the keyring is locked");
          await secrets.set(key, value);
        },
      },
      { workspace: new MemoryState(), always: new MemoryState() },
    );
  const window = async (clock: Clock = hasty) => {
    const here = store();
    const report = (error: HubError) => void reported.push(error);
    const refresher = new Refresher({ store: here, lock: processLock(), clock, report });
    await refresher.signedIn(account, tokens(1));
    return { here, refresher };
  };
  /** Gives the next tokens for the newest ones, and ends the sign-in for any other, as servers that rotate do. */
  const rotate: SendRefresh = async ({ refreshToken }) => {
    sent.push(refreshToken);
    if (refreshToken !== `refresh-${sent.length}`) return { kind: "revoked" };
    return { kind: "tokens", tokens: tokens(sent.length + 1) };
  };
  const stored = async () => (await store().tokens(account))?.refreshToken;

  it("are stored once it takes them: it is asked again at once", async () => {
    const { refresher } = await window();
    failures = 1;
    assert.equal((await refresher.newer(account, tokens(1), rotate)).kind, "tokens");
    assert.equal(await stored(), "refresh-2");
    assert.deepEqual(reported, []);
  });

  for (const [failing, keeps] of [
    [4, "refresh-2"],
    [5, "refresh-1"],
  ] as const)
    it(`are tried five times at once: after ${failing} failures, storage holds ${keeps}`, async () => {
      const { refresher } = await window();
      failures = failing;
      await refresher.newer(account, tokens(1), rotate);
      assert.equal(await stored(), keeps);
      assert.equal(reported.length, keeps === "refresh-2" ? 0 : 1);
    });

  it("are stored again after a while that doubles each time", async () => {
    const waits: number[] = [];
    const { refresher } = await window({
      ...hasty,
      after: (ms, run, background) => {
        if (!background) waits.push(ms);
        return hasty.after(ms, run, background);
      },
    });
    failures = 4;
    await refresher.newer(account, tokens(1), rotate);
    assert.deepEqual(waits, [200, 400, 800, 1600]);
  });

  it("are read again until storage has what another window wrote, and are not sent", async () => {
    const lock = processLock();
    const here = store();
    const clock: Clock = {
      ...hasty,
      after: (ms, run) => {
        const written = store().saveTokens(account, { ...tokens(9), generation: 5 });
        return hasty.after(ms, () => void written.then(run));
      },
    };
    const refresher = new Refresher({ store: here, lock, clock });
    await refresher.signedIn(account, tokens(1));
    await lock(account.id, (handle) => handle.announce(5));
    const newer = await refresher.newer(account, tokens(1), rotate);
    assert.equal(newer.kind === "tokens" && newer.tokens.accessToken, "access-9");
    assert.deepEqual(sent, []);
  });

  for (const [kind, outcome] of [
    ["revoked", "signed-out"],
    ["unknown-client", "unknown-client"],
  ] as const)
    it(`are forgotten where the service says ${kind}`, async () => {
      const { refresher } = await window();
      assert.equal((await refresher.newer(account, tokens(1), async () => ({ kind }))).kind, outcome);
      assert.equal(await stored(), undefined);
    });

  it("are used in this window all the same, and stored later", async () => {
    const { here, refresher } = await window();
    failures = Number.POSITIVE_INFINITY;
    assert.equal((await refresher.newer(account, tokens(1), rotate)).kind, "tokens");
    assert.equal((await here.tokens(account))?.refreshToken, "refresh-2");
    assert.equal((await refresher.newer(account, tokens(2), rotate)).kind, "tokens");
    assert.deepEqual(sent, ["refresh-1", "refresh-2"]);
    assert.equal(await stored(), "refresh-1");
    assert.equal(reported.length, 2);
    assert.match(reported[0]?.message ?? "", /sign-in of ada could not be stored: the keyring is locked.*keyring/);

    failures = 0;
    for (const run of later.splice(0)) run();
    await refresher.settled();
    assert.equal(await stored(), "refresh-3");
  });

  it("are tried again and again", async () => {
    const { refresher } = await window();
    failures = Number.POSITIVE_INFINITY;
    await refresher.newer(account, tokens(1), rotate);
    for (let round = 0; round < 3; round++) {
      const [run] = later.splice(0);
      assert.ok(run, `round ${round}`);
      run();
      while (later.length === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(reported.length, 1, "said once");
  });

  it("end with a sign-out, here and in another window", async () => {
    for (const signOut of [(here: CredentialStore) => here.remove(account), () => store().remove(account)]) {
      sent = [];
      const { here, refresher } = await window();
      failures = Number.POSITIVE_INFINITY;
      await refresher.newer(account, tokens(1), rotate);
      failures = 0;
      await signOut(here);
      assert.equal(await here.tokens(account), undefined);
      for (const run of later.splice(0)) run();
      await refresher.settled();
      assert.equal(await stored(), undefined);
    }
  });

  it("are told to whoever holds the lock next, as are those of a sign-in", async () => {
    const lock = processLock();
    const generation = () => lock(account.id, async (handle) => handle.generation);
    const refresher = new Refresher({ store: store(), lock, clock: hasty });
    assert.equal(await generation(), 0);
    assert.equal((await refresher.signedIn(account, tokens(1))).generation, 1);
    assert.equal(await generation(), 1);
    assert.equal((await refresher.signedIn(account, tokens(1))).generation, 2);
    assert.equal(await generation(), 2);
    await lock(account.id, (handle) => handle.announce(7));
    assert.equal((await refresher.signedIn(account, tokens(1))).generation, 8, "newer than any before");
    await refresher.newer(account, tokens(1), async () => ({ kind: "tokens", tokens: tokens(2) }));
    assert.ok((await generation()) >= 8);
  });

  it("are waited for by a window that closes while they are on their way", async () => {
    const { refresher } = await window(new FakeClock()); // no limit ends the wait
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const renewing = refresher.newer(account, tokens(1), async (used) => {
      await answered;
      return rotate(used);
    });
    const closing = refresher.settled().then(stored);
    await new Promise((resolve) => setImmediate(resolve));
    answer();
    assert.equal(await closing, "refresh-2");
    await renewing;
  });

  it("are not waited for without end", async () => {
    const { refresher } = await window();
    void refresher.newer(account, tokens(1), () => new Promise(() => {}));
    await refresher.settled();
  });
});
