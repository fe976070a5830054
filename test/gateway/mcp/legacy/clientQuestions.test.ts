import assert from "node:assert/strict";
import type { Notification } from "../../../../src/core/hub/notifications";
import { Emitter } from "../../../../src/core/kernel/emitter";
import { ClientQuestions } from "../../../../src/gateway/mcp/legacy/clientQuestions";
import { OpenedAddresses } from "../../../../src/gateway/mcp/legacy/openedAddresses";
import { noDefect } from "../../../support/noDefect";

describe("the questions to a client", () => {
  let sent: { id?: string; method: string; params: Record<string, unknown> }[];
  let questions: ClientQuestions;
  let abort: AbortController;
  beforeEach(() => {
    sent = [];
    questions = new ClientQuestions("Codex", 4);
    abort = new AbortController();
  });
  const ask = (method = "roots/list") =>
    questions.ask({ notify: (text) => sent.push(JSON.parse(text)) }, method, { a: 1 }, abort.signal);

  it("have ids of their own, which go on where those of before ended", async () => {
    const [one, two] = [ask(), ask("elicitation/create")];
    assert.deepEqual(sent, [
      { jsonrpc: "2.0", id: "mcp-hub-5", method: "roots/list", params: { a: 1 } },
      { jsonrpc: "2.0", id: "mcp-hub-6", method: "elicitation/create", params: { a: 1 } },
    ]);
    questions.answered({ kind: "response", id: "mcp-hub-6", result: { n: 2 } });
    questions.answered({ kind: "response", id: "unknown", result: {} });
    questions.answered({ kind: "response", id: "mcp-hub-5", result: { n: 1 } });
    assert.deepEqual([await one, await two], [{ n: 1 }, { n: 2 }]);
    abort.abort();
    assert.equal(sent.length, 2, "what was answered is not cancelled");
  });

  it("are refused with the words of the client, or without any", async () => {
    const refused = ask();
    questions.answered({ kind: "response", id: "mcp-hub-5", error: { message: "Not now." } });
    await assert.rejects(refused, { code: "denied", message: /^Codex did not answer the question: Not now\.$/ });
    const silent = ask();
    questions.answered({ kind: "response", id: "mcp-hub-6", error: { code: 1 } });
    await assert.rejects(silent, /no reason given/);
  });

  it("are cancelled where nobody waits for the answer, which then means nothing", async () => {
    const asked = ask();
    const reason = new Error("given up");
    abort.abort(reason);
    await assert.rejects(asked, reason);
    assert.deepEqual(sent[1], {
      jsonrpc: "2.0",
      method: "notifications/cancelled",
      params: { requestId: "mcp-hub-5" },
    });
    questions.answered({ kind: "response", id: "mcp-hub-5", result: {} });
    await assert.rejects(ask(), reason);
    assert.equal(sent.length, 2, "it is not asked at all");
  });
});

describe("the addresses that a client was asked to open", () => {
  let finished: Emitter<Notification>;
  let heard: string[];
  let canHear: boolean;
  let filters: unknown[];
  let opened: OpenedAddresses;
  beforeEach(() => {
    finished = new Emitter<Notification>(noDefect);
    [heard, canHear, filters] = [[], true, []];
    const on = (filter: unknown, hear: (one: Notification) => void) => {
      filters.push(filter);
      return finished.event(hear);
    };
    opened = new OpenedAddresses({ notifications: { on } as never }, (text) => {
      if (canHear) heard.push(JSON.parse(text).params.elicitationId);
      return canHear;
    });
  });
  const url = (elicitationId: string, more = {}) => ({
    server: "one",
    params: { mode: "url", elicitationId, ...more },
  });
  const finish = (elicitationId: unknown, server = "one") =>
    finished.fire({ server, method: "notifications/elicitation/complete", params: { elicitationId } } as Notification);

  it("are told as finished once, to the client that was asked by this server", () => {
    assert.deepEqual(filters, [{ method: "notifications/elicitation/complete" }]);
    opened.add(url("a"));
    opened.add(url("form", { mode: "form" }));
    for (const id of ["unknown", "form", 1]) finish(id);
    finish("a", "two");
    assert.deepEqual(heard, []);
    finish("a");
    finish("a");
    assert.deepEqual(heard, ["a"]);
  });

  it("are told on the stream of their request while there is one", () => {
    const during: string[] = [];
    opened.add(url("a"), (text) => during.push(text) > 0);
    finish("a");
    assert.deepEqual([during.length, heard], [1, []]);
  });

  it("are told later where the client cannot hear it now", () => {
    opened.add(url("a"));
    canHear = false;
    finish("a");
    opened.tellMissed();
    canHear = true;
    opened.tellMissed();
    opened.tellMissed();
    assert.deepEqual(heard, ["a"]);
  });

  it("are the latest 100", () => {
    for (let n = 0; n <= 100; n++) opened.add(url(`${n}`));
    for (const id of ["0", "1", "100"]) finish(id);
    assert.deepEqual(heard, ["1", "100"]);
  });

  it("are none after the end of the session", () => {
    opened.add(url("a"));
    opened.add(url("b"));
    canHear = false;
    finish("a");
    canHear = true;
    opened.dispose();
    finish("b");
    opened.tellMissed();
    assert.deepEqual(heard, []);
  });
});
