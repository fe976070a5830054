import assert from "node:assert/strict";
import type { RegistryPage } from "../../../src/core/registry/answer";
import type { RegistrySearch } from "../../../src/core/registry/registryAddress";
import { SearchSession, type SearchState } from "../../../src/core/registry/searchSession";
import { FakeClock } from "../../support/fakeClock";

interface Asked extends RegistrySearch {
  readonly signal: AbortSignal;
  answer(page: Partial<RegistryPage> & { names?: readonly string[] }): Promise<void>;
  fail(error: Error): Promise<void>;
}

function aSession() {
  const clock = new FakeClock();
  const asked: Asked[] = [];
  const states: SearchState[] = [];
  const session = new SearchSession({
    clock,
    changed: (state) => states.push(state),
    search: (search, signal) =>
      new Promise((resolve, reject) => {
        asked.push({
          ...search,
          signal,
          answer: async ({ names = [], ...page }) => {
            const common = { description: "", version: "1", isDeprecated: false, offers: [], unusable: [] };
            resolve({ servers: names.map((name) => ({ name, ...common })), unread: 0, ...page });
            await new Promise(setImmediate);
          },
          fail: async (error) => {
            reject(error);
            await new Promise(setImmediate);
          },
        });
      }),
  });
  const last = () => states.at(-1) ?? assert.fail("nothing is shown");
  const names = () => last().servers.map(({ name }) => name);
  return { clock, asked, session, last, names };
}

describe("a search while a person types", () => {
  it("contacts nobody before something is typed, and only after the last letter", () => {
    const { clock, asked, session } = aSession();
    session.type("");
    session.type("  ");
    clock.pass(10_000);
    assert.equal(asked.length, 0);
    for (const text of ["g", "gi", "git"]) {
      session.type(text);
      clock.pass(200);
    }
    assert.equal(asked.length, 0);
    clock.pass(100);
    assert.deepEqual(
      asked.map(({ text }) => text),
      ["git"],
    );
  });

  it("ends a search that another one follows, and does not show its late answer", async () => {
    const { clock, asked, session, names, last } = aSession();
    session.type("a");
    clock.pass(300);
    session.type("ab");
    assert.equal(asked[0]?.signal.aborted, true);
    clock.pass(300);
    await asked[1]?.answer({ names: ["second"] });
    await asked[0]?.answer({ names: ["first"] });
    assert.deepEqual(names(), ["second"]);
    assert.equal(last().isBusy, false);
  });

  it("adds the next page behind the first, each server once, until there is none", async () => {
    const { clock, asked, session, names, last } = aSession();
    session.type("a");
    clock.pass(300);
    await asked[0]?.answer({ names: ["one", "two"], next: "c1" });
    assert.equal(last().hasMore, true);
    session.more();
    session.more(); // while it runs
    assert.equal(asked.length, 2);
    assert.equal(asked[1]?.cursor, "c1");
    await asked[1]?.answer({ names: ["two", "three"] });
    assert.deepEqual(names(), ["one", "two", "three"]);
    session.more();
    assert.equal(asked.length, 2);
  });

  it("does not ask for the same page without end", async () => {
    const { clock, asked, session, last } = aSession();
    session.type("a");
    clock.pass(300);
    await asked[0]?.answer({ names: ["one"], next: "c1" });
    session.more();
    await asked[1]?.answer({ names: ["one"], next: "c1" });
    assert.equal(last().hasMore, false);
  });

  it("says what failed, and keeps what it had", async () => {
    const { clock, asked, session, names, last } = aSession();
    session.type("a");
    clock.pass(300);
    await asked[0]?.answer({ names: ["one"], next: "c1" });
    session.more();
    const error = new Error("gone");
    await asked[1]?.fail(error);
    assert.equal(last().error, error);
    assert.deepEqual(names(), ["one"]);
    session.more();
    assert.equal(asked.length, 3, "It can be tried again.");
  });

  it("shows at each step what it has, and counts what could not be read over all pages", async () => {
    const { clock, asked, session, last } = aSession();
    const shown = () => {
      const { text, isBusy, servers, hasMore, unread, error } = last();
      return [text, isBusy, servers.length, hasMore, unread, error];
    };
    session.type(" git ");
    assert.deepEqual(shown(), ["", true, 0, false, 0, undefined]);
    clock.pass(299);
    assert.equal(asked.length, 0);
    clock.pass(1);
    await asked[0]?.answer({ names: ["a"], next: "2", unread: 1 });
    assert.deepEqual(shown(), ["git", false, 1, true, 1, undefined]);
    session.more();
    assert.deepEqual(shown(), ["git", true, 1, true, 1, undefined]);
    session.more();
    assert.equal(asked.length, 2, "one page at a time");
    const error = new Error("no");
    await asked[1]?.fail(error);
    assert.deepEqual(shown(), ["git", false, 1, true, 1, error]);
    session.more();
    await asked[2]?.answer({ names: ["b"], unread: 2 });
    assert.deepEqual(shown(), ["git", false, 2, false, 3, undefined]);
    session.more();
    assert.equal(asked.length, 3, "there is no further page");
    session.type("hub");
    assert.deepEqual(shown(), ["git", true, 2, false, 3, undefined], "until there is something else");
    clock.pass(300);
    assert.deepEqual(shown(), ["hub", true, 0, false, 3, undefined]);
    await asked[3]?.answer({ names: ["c"] });
    assert.deepEqual(shown(), ["hub", false, 1, false, 0, undefined]);
    session.type("");
    assert.deepEqual(shown(), ["", false, 0, false, 0, undefined]);
    assert.equal(clock.waiting, 0);
  });

  it("lists 500 servers, and asks for no more then", async () => {
    const { clock, asked, session, names, last } = aSession();
    session.type("git");
    clock.pass(300);
    await asked[0]?.answer({ names: Array.from({ length: 499 }, (_, n) => `${n}`), next: "2" });
    assert.equal(last().hasMore, true);
    session.more();
    await asked[1]?.answer({ names: ["x", "y"], next: "3" });
    assert.deepEqual([names().length, names().at(-1), last().hasMore], [500, "x", false]);
  });

  it("ends with its list", () => {
    const { clock, asked, session } = aSession();
    session.type("a");
    clock.pass(300);
    session.dispose();
    assert.equal(asked[0]?.signal.aborted, true);
  });
});
