import assert from "node:assert/strict";
import { Emitter } from "../../../src/core/kernel/emitter";
import { HubError } from "../../../src/core/kernel/hubError";
import { watchSecrets } from "../../../src/headless/secrets/secretWatch";
import type { SourcedSecrets } from "../../../src/headless/secrets/sourcedSecrets";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { FakeClock } from "../../support/fakeClock";
import { definition } from "../../support/fakeLink";
import { noDefect } from "../../support/noDefect";

describe("servers whose secrets are others now", () => {
  let clock: FakeClock;
  let events: Emitter<HubEvent>;
  let changes: Emitter<string>;
  let restarted: string[];
  let readAgain: string[];
  let isOther: boolean;
  let failure: Error | undefined;
  let reported: unknown[];
  let following: number;
  let watching: { dispose(): void };
  beforeEach(() => {
    clock = new FakeClock();
    [events, changes] = [new Emitter(noDefect), new Emitter(noDefect)];
    [restarted, readAgain, isOther, failure, reported, following] = [[], [], true, undefined, [], 0];
    const secrets = {
      onChange: changes.event,
      follow: () => {
        following++;
        return { dispose: () => void following-- };
      },
      readAgain: async (server: string) => {
        readAgain.push(server);
        return isOther;
      },
    } satisfies Pick<SourcedSecrets, "onChange" | "follow" | "readAgain">;
    watching = watchSecrets({
      secrets: secrets as unknown as SourcedSecrets,
      stream: { onEvent: events.event } as never,
      hub: {
        definition: (id) => definition(id, id === "renamed" ? { key: "written" } : {}),
        restart: async (server) => {
          restarted.push(server);
          if (failure) throw failure;
        },
      },
      clock,
      report: (error) => reported.push(error),
    });
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const refused = async (server: string, status = 401) => {
    events.fire({ type: "server.refused", server, status } as HubEvent);
    await settled();
  };

  it("start again where a file has another secret", async () => {
    changes.fire("files");
    await settled();
    assert.deepEqual(restarted, ["files"]);
    assert.equal(following, 1);
  });

  it("start again after a refusal only where reading again gives another secret", async () => {
    await refused("files");
    isOther = false;
    await refused("mail");
    await refused("other", 403);
    assert.deepEqual([readAgain, restarted], [["files", "mail"], ["files"]]);
  });

  it("are asked for by the name under which they are written", async () => {
    await refused("renamed");
    assert.deepEqual([readAgain, restarted], [["written"], ["renamed"]]);
  });

  it("are read again at most every ten seconds for each server, and at once for one that is new", async () => {
    await refused("files");
    clock.pass(9999);
    await refused("files");
    assert.equal(readAgain.length, 1);
    clock.pass(1);
    await refused("files");
    assert.equal(readAgain.length, 2);
    events.fire({ type: "server.removed", server: "files" });
    await refused("files");
    assert.equal(readAgain.length, 3);
  });

  it("say why they do not start by their state; only a defect is reported", async () => {
    failure = new HubError("transport", "not there");
    changes.fire("files");
    await settled();
    assert.deepEqual(reported, []);
    failure = new Error("defect");
    changes.fire("files");
    await settled();
    assert.deepEqual(reported, [failure]);
  });

  it("are watched no more after the end", async () => {
    watching.dispose();
    changes.fire("files");
    await refused("files");
    assert.deepEqual([readAgain, restarted, following], [[], [], 0]);
  });
});
