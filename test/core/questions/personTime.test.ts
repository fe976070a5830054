import assert from "node:assert/strict";
import { type AskedTimes, askedMs, PersonTime } from "../../../src/core/questions/personTime";
import { FakeClock } from "../../support/fakeClock";

function setUp() {
  const clock = new FakeClock(0);
  const time = new PersonTime(clock);
  const request = (server = "files") => {
    const times: AskedTimes = { asked: undefined };
    time.enter(server, times);
    return times;
  };
  return { clock, time, request };
}

describe("the time that a person was asked", () => {
  const rows: readonly [
    spans: readonly (readonly [from: number, to: number])[],
    from: number,
    to: number,
    ms: number,
  ][] = [
    [[[10, 30]], 0, 100, 20],
    [
      [
        [10, 30],
        [30, 40],
      ],
      0,
      100,
      30,
    ],
    [
      [
        [10, 30],
        [20, 50],
      ],
      0,
      100,
      40,
    ],
    [
      [
        [20, 50],
        [10, 30],
      ],
      0,
      100,
      40,
    ],
    [
      [
        [10, 50],
        [20, 30],
      ],
      0,
      100,
      40,
    ],
    [[[10, 30]], 20, 100, 10],
    [[[10, 30]], 0, 20, 10],
    [[[10, 30]], 30, 100, 0],
    [
      [
        [10, 30],
        [60, 70],
      ],
      0,
      65,
      25,
    ],
    [[[30, 10]], 0, 100, 0],
  ];
  for (const [spans, from, to, ms] of rows)
    it(`${JSON.stringify(spans)} from ${from} to ${to}: ${ms} ms`, () =>
      assert.equal(askedMs({ asked: spans.map(([begin, end]) => ({ from: begin, to: end })) }, from, to), ms));

  it("is none where nobody was asked", () => assert.equal(askedMs({ asked: undefined }, 0, 100), 0));

  it("belongs to the requests that were on their way when the question came, of that server", () => {
    const { clock, time, request } = setUp();
    const [before, other] = [request(), request("web")];
    clock.pass(10);
    const end = time.ask("files", "form");
    const during = request();
    clock.pass(20);
    end();
    assert.deepEqual([before.asked, during.asked, other.asked], [[{ from: 10, to: 30 }], undefined, undefined]);
  });

  it("of a missing value belongs to requests that come meanwhile, too", () => {
    const { clock, time, request } = setUp();
    const end = time.ask("files", "input");
    const during = request();
    clock.pass(20);
    end();
    assert.deepEqual([during.asked, request().asked], [[{ from: 0, to: 20 }], undefined]);
  });

  it("is not that of a request which was answered meanwhile, and is that of one which gave up", () => {
    const { clock, time, request } = setUp();
    const [answered, gaveUp] = [request(), request()];
    const end = time.ask("files", "form");
    clock.pass(20);
    time.leave("files", answered, true);
    time.leave("files", gaveUp, false);
    clock.pass(20);
    end();
    assert.deepEqual([answered.asked, gaveUp.asked], [undefined, [{ from: 0, to: 20 }]]);
  });

  it("is not that of a request which had ended before", () => {
    const { clock, time, request } = setUp();
    const over = request();
    time.leave("files", over, true);
    const end = time.ask("files", "form");
    clock.pass(20);
    end();
    end();
    assert.equal(over.asked, undefined);
  });
});
