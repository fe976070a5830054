import assert from "node:assert/strict";
import { HubError } from "../../../src/core/kernel/hubError";
import type { HttpResponse } from "../../../src/mcp/http/client/httpClient";
import { OpenRequest } from "../../../src/mcp/http/openRequest";
import { resumeStream, ServerStream } from "../../../src/mcp/http/serverStream";
import { turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { eventStream, type ScriptedResponse, scriptedResponse } from "../../support/scriptedHttp";

type Answers = (ScriptedResponse | Error)[];

/** A server whose streams end so, one after another; it does not answer after the last. */
function world(...answers: Answers) {
  const clock = new FakeClock(0);
  const asked: (string | undefined)[] = [];
  const opens = new Set<OpenRequest>();
  const heard: string[] = [];
  const reported: unknown[] = [];
  const parts = {
    clock,
    limit: 100,
    tooLarge: () => new HubError("protocol", "Too large."),
    get: (open: OpenRequest, lastEventId: string | undefined): Promise<HttpResponse> => {
      opens.add(open);
      asked.push(lastEventId);
      const answer = answers[asked.length - 1];
      if (!answer) return new Promise(() => {});
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(scriptedResponse(answer));
    },
    onData: (data: Buffer) => void heard.push(data.toString()),
    report: (error: unknown) => void reported.push(error instanceof Error ? error.message : error),
  };
  /** Lets all waits pass, one after another. */
  const pass = async (times: number) => {
    for (let time = 0; time < times; time++) {
      await turns();
      clock.pass(60_000);
    }
    await turns();
  };
  return { clock, parts, asked, opens, heard, reported, pass };
}

const events = (...parts: string[]): ScriptedResponse => ({ headers: eventStream, parts });
const cut = (broken: unknown, ...parts: string[]): ScriptedResponse => ({ headers: eventStream, parts, broken });

describe("the stream of a server's own messages", () => {
  const started = (...answers: Answers) => {
    const made = world(...answers);
    const stream = new ServerStream(made.parts);
    stream.start();
    return { ...made, stream };
  };

  it("is not opened once it was disposed: the response that opens it can come late", () => {
    const { parts, asked } = world();
    const stream = new ServerStream(parts);
    stream.dispose();
    stream.start();
    assert.deepEqual([asked, stream.listens], [[], false]);
  });

  it("is opened once, however often it is started, and listens from then on", async () => {
    const { stream, asked } = started();
    stream.start();
    await turns();
    assert.deepEqual([asked.length, stream.listens], [1, true]);
  });

  it("is opened again when it ends, after the last event that had an id", async () => {
    const { heard, asked, pass, stream, reported } = started(
      events("id: 1\ndata: a\n\n", "id: 2\ndata: b\n\n"),
      events("data: c\n\n"),
      events(),
    );
    await pass(3);
    assert.deepEqual(
      [heard, asked],
      [
        ["a", "b", "c"],
        [undefined, "2", "2", "2"],
      ],
    );
    assert.deepEqual([stream.listens, reported], [true, []]);
  });

  it("is opened again at the time that the server asks for", async () => {
    const { clock, asked } = started(events("retry: 300\ndata: a\n\n"));
    await turns();
    clock.pass(299);
    await turns();
    assert.equal(asked.length, 1);
    clock.pass(1);
    await turns();
    assert.equal(asked.length, 2);
  });

  for (const status of [400, 401, 403, 404, 405, 406, 410, 501])
    it(`is not asked for again where the server has none (${status}), and that is no failure`, async () => {
      const { stream, asked, reported, pass } = started({ status });
      await pass(1);
      assert.deepEqual([asked.length, reported, stream.listens], [1, [], false]);
    });

  it("is not asked for again where the server answers with something else", async () => {
    for (const type of ["text/html", "application/json", "x; text/event-stream"]) {
      const { stream, pass, asked } = started({
        status: 200,
        headers: { "content-type": type },
        parts: ["data: a\n\n"],
      });
      await pass(1);
      assert.deepEqual([asked.length, stream.listens], [1, false], type);
    }
  });

  it("is one whatever the letters and parameters of its type, and whatever its success", async () => {
    for (const [status, type] of [
      [200, " Text/Event-Stream; charset=utf-8"],
      [299, "text/event-stream"],
    ] as const) {
      const { heard } = started({ status, headers: { "content-type": type }, parts: ["data: a\n\n"] });
      await turns();
      assert.deepEqual(heard, ["a"], type);
    }
  });

  it("is gone with the session where it was open before, and that is reported", async () => {
    const { stream, reported, pass, asked } = started(events("data: a\n\n"), { status: 404, parts: ["Who?"] });
    await pass(2);
    assert.deepEqual([asked.length, stream.listens], [2, false]);
    assert.deepEqual(reported, ["The server refused the stream: Who?"]);
  });

  it("is asked for again after other failures, which are reported", async () => {
    const { reported, asked, pass, stream } = started(
      { status: 500, parts: ["Oops"] },
      { status: 300, headers: eventStream, parts: ["Elsewhere"] },
      new Error("no answer"),
      cut(new Error("reset"), "data: a\n\n"),
    );
    await pass(4);
    assert.deepEqual([asked.length, stream.listens], [5, true]);
    const refused = "The server refused the stream";
    assert.deepEqual(reported, [`${refused}: Oops`, `${refused}: Elsewhere`, "no answer", "reset"]);
  });

  it("had not been open where it only failed before: then nothing is lost with it", async () => {
    const { reported, pass, asked } = started({ status: 500 }, new Error("no answer"), { status: 404 });
    await pass(3);
    assert.deepEqual([asked.length, reported.length], [3, 2]);
  });

  it("is asked for again after the wait that a refusal asks for", async () => {
    const { clock, asked } = started({ status: 503, headers: { "retry-after": "7" } });
    await turns();
    clock.pass(6999);
    await turns();
    assert.equal(asked.length, 1);
    clock.pass(1);
    await turns();
    assert.equal(asked.length, 2);
  });

  it("ends when it is disposed, also while it waits to be opened again", async () => {
    const { clock, stream, asked, opens } = started(events());
    await turns();
    assert.equal(clock.waiting, 1);
    stream.dispose();
    await turns();
    assert.deepEqual([clock.waiting, asked.length, stream.listens], [0, 1, false]);
    assert.ok([...opens].every(({ aborted }) => aborted));
  });

  it("reports no failure after that", async () => {
    const { stream, reported, asked } = started(new Error("closed"));
    stream.dispose();
    await turns();
    assert.deepEqual([asked.length, reported, stream.listens], [1, [], false]);
  });

  it("ends for good with an event over the limit, which is reported by whoever knows the limit", async () => {
    const { stream, reported, asked, pass } = started(events(`data: ${"x".repeat(100)}\n\n`));
    await pass(1);
    assert.deepEqual([asked.length, reported, stream.listens], [1, [], false]);
  });
});

describe("the stream of one request that broke off", () => {
  const broken = { broken: true, hadEvents: true, lastEventId: "1", retryMs: undefined, error: new Error("reset") };
  const resumed = (isAnswered: (heard: readonly string[]) => boolean, ...answers: Answers) => {
    const made = world(...answers);
    const open = new OpenRequest(undefined);
    const state = { isOver: false };
    void resumeStream(made.parts, open, broken, made.parts.onData, () => isAnswered(made.heard)).then(() => {
      state.isOver = true;
    });
    return { ...made, open, state };
  };
  const never = () => false;

  it("goes on after its last event, until the answer has come", async () => {
    const { heard, asked, pass, state, reported } = resumed(
      (all) => all.includes("answer"),
      events("id: 2\ndata: a\n\n"),
      events("data: b\n\n"),
      events("data: answer\n\n"),
      events(),
    );
    await pass(4);
    assert.deepEqual(
      [asked, heard],
      [
        ["1", "2", "2"],
        ["a", "b", "answer"],
      ],
    );
    assert.deepEqual([state.isOver, reported], [true, []]);
  });

  it("is not asked for where the answer had come", async () => {
    const { asked, pass, state } = resumed(() => true);
    await pass(1);
    assert.deepEqual([asked, state.isOver], [[], true]);
  });

  it("is resumed five times without an event, and as often again after one", async () => {
    const nothing = Array.from({ length: 9 }, () => events());
    const empty = resumed(never, ...nothing);
    await empty.pass(9);
    assert.deepEqual([empty.asked.length, empty.state.isOver], [5, true]);
    const late = resumed(never, ...nothing.slice(0, 3), events("data: a\n\n"), ...nothing);
    await late.pass(13);
    assert.deepEqual([late.asked.length, late.state.isOver], [8, true]);
  });

  it("is given up where the server no longer has it, and not where it only failed", async () => {
    const gone = resumed(never, { status: 500 }, { status: 404 }, events());
    await gone.pass(3);
    assert.deepEqual([gone.asked.length, gone.state.isOver], [2, true]);
  });

  it("is given up with its request, at once", async () => {
    const { open, asked, state, clock } = resumed(never, events());
    await turns();
    open.abort();
    await turns();
    assert.deepEqual([asked, state.isOver, clock.waiting], [[], true, 0]);
  });
});
