import assert from "node:assert/strict";
import { listed } from "../../../src/services/calls/listed";
import type { ReadPage } from "../../../src/services/reading/found";
import type { Paging, Variables } from "../../../src/services/rows/row";

describe("a list that comes in pages", () => {
  const asked: Variables[] = [];
  const read = (pages: readonly ReadPage[]) => {
    asked.length = 0;
    return async (variables: Variables) => {
      asked.push(JSON.parse(JSON.stringify(variables)));
      return pages[asked.length - 1] ?? assert.fail("There is no further page.");
    };
  };
  const items = (...ids: readonly number[]) => ids.map((id) => ({ id }));
  const list = async (by: Paging["by"], wanted: number, ...pages: readonly ReadPage[]) => {
    const found = await listed({ by, most: 2 }, wanted, read(pages));
    return [found.items.map((item) => Object(item).id), found.incomplete];
  };

  it("asks for what is left, page by page, by each way of paging", async () => {
    const pages = [
      { items: items(1, 2), total: 3, next: "c" },
      { items: items(3), total: 3 },
    ];
    assert.deepEqual(await list("start", 5, { items: items(1, 2), total: 3 }, { items: items(3), total: 3 }), [
      [1, 2, 3],
      false,
    ]);
    assert.deepEqual(asked, [
      { size: 2, page: 1 },
      { size: 2, start: 2, page: 2, offset: 1 },
    ]);
    assert.deepEqual(await list("cursor", 3, ...pages), [[1, 2, 3], false]);
    assert.deepEqual(asked[1], { size: 1, cursor: "c", page: 2, offset: 1 });
    assert.deepEqual(await list("page", 3, ...pages), [[1, 2, 3], false]);
    assert.equal(asked[1]?.size, 2);
  });

  it("is incomplete where the server has more and cannot be asked for it", async () => {
    assert.deepEqual(await list("none", 5, { items: items(1, 2) }), [[1, 2], true]);
    assert.deepEqual(await list("none", 5, { items: items(1) }), [[1], false]);
    assert.deepEqual(await list("cursor", 5, { items: items(1, 2) }), [[1, 2], false]);
    assert.deepEqual(await list("cursor", 5, { items: items(1, 2), total: 9 }), [[1, 2], true]);
    assert.deepEqual(await list("cursor", 5, { items: items(1, 2), more: true }), [[1, 2], true]);
    assert.deepEqual(await list("start", 1, { items: items(1, 2), total: 9 }), [[1], false]);
  });

  it("counts what comes twice once, and ends where nothing new comes or a cursor comes again", async () => {
    const again = { items: items(1, 2), more: true };
    assert.deepEqual(await list("start", 5, again, again), [[1, 2], true]);
    const next = (...ids: readonly number[]) => ({ items: items(...ids), next: "c", more: true });
    assert.deepEqual(await list("cursor", 9, next(1), next(2)), [[1, 2], true]);
  });

  it("asks for at least as many as the server gives, and for no more than 250 pages", async () => {
    const most = await listed({ by: "page", most: 20, least: 5 }, 1, read([{ items: items(1) }]));
    assert.deepEqual([most.items.length, asked[0]?.size], [1, 5]);
    let pages = 0;
    await listed({ by: "start", most: 1 }, 1000, async () => ({ items: items(++pages), more: true }));
    assert.equal(pages, 250);
  });

  it("tells items by their id, else by their address, else by all they are, and numbers hits", async () => {
    const hits = [
      { url: "u", rank: 7 },
      { url: "u", rank: 9 },
      { id: "i", url: "u" },
      { x: 1 },
      { x: 1 },
      { x: 2, rank: 3 },
    ];
    const found = await listed(undefined, 9, read([{ items: hits }]));
    assert.deepEqual(found.items, [{ url: "u", rank: 1 }, { id: "i", url: "u" }, { x: 1 }, { x: 2, rank: 4 }]);
  });
});
