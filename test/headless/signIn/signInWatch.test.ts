import assert from "node:assert/strict";
import type { Disposable } from "../../../src/core/kernel/disposable";
import { Emitter } from "../../../src/core/kernel/emitter";
import type { SealedFile } from "../../../src/headless/signIn/sealedFile";
import { watchSignIns } from "../../../src/headless/signIn/signInWatch";
import type { HubView } from "../../../src/protocol/hubView";
import { FakeClock } from "../../support/fakeClock";

const pause = () => new Promise((resolve) => setImmediate(resolve));

describe("the sign-ins of other processes", () => {
  let changed: Emitter<string>;
  let acts: string[];
  let reported: unknown[];
  let followed: number;
  beforeEach(() => {
    changed = new Emitter<string>((error) => assert.fail(String(error)));
    acts = [];
    reported = [];
    followed = 0;
  });

  const following: Disposable = { dispose: () => void followed-- };
  const watch = (
    follow: () => Promise<Disposable> = async () => {
      followed++;
      return following;
    },
  ) =>
    watchSignIns({
      file: { onChange: changed.event, follow } as unknown as SealedFile,
      signIns: { secretChanged: async (key) => [{ server: key, signedIn: key === "new" }] },
      stream: {
        view: {
          servers: [
            { id: "new", state: { kind: "needs-auth" } },
            { id: "old", state: { kind: "ready" } },
          ],
        },
      } as unknown as { view: HubView },
      hub: {
        connect: async (server) => void acts.push(`connect ${server}`),
        restart: async (server) => void acts.push(`restart ${server}`),
      },
      clock: new FakeClock(),
      report: (error) => reported.push(error),
    });

  it("connect a server that needs one, and restart one that was signed out", async () => {
    const watching = watch();
    for (const key of ["new", "old", "another"]) changed.fire(key);
    await pause();
    assert.deepEqual(acts, ["connect new", "restart old"]);
    watching.dispose();
    changed.fire("new");
    await pause();
    assert.equal(acts.length, 2);
    assert.equal(followed, 0, "The file is not followed anymore.");
  });

  it("are not followed where the watch ended before it could begin", async () => {
    watch().dispose();
    await pause();
    assert.equal(followed, 0);
  });

  it("are reported where they cannot be followed", async () => {
    const why = new Error("no such folder");
    watch(() => Promise.reject(why)).dispose();
    await pause();
    assert.deepEqual(reported, [why]);
  });
});
