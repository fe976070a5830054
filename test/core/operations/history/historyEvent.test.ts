import assert from "node:assert/strict";
import { type HistoryRoom, historyRoom, readHistoryEvent } from "../../../../src/core/operations/history/historyEvent";
import { readHistoryLine, writeHistoryLine } from "../../../../src/core/operations/history/historyLine";
import type { Door } from "../../../../src/protocol/caller";
import type { CallOutcome, Decision, HubEvent, RequestMethod, Stamped } from "../../../../src/protocol/hubEvent";
import { changed, ended, stamp, started, states } from "../../../support/operationEvents";
import { requestFacts } from "../../../support/requestFacts";

const cursor = { door: "gateway", client: { id: "1", name: "Cursor" } } as const;
const facts = requestFacts({ caller: cursor, request: "r", thread: "t", pin: "p" });
const error = { code: "timeout", message: "Late." } as const;
const question = { question: "q", kind: "approval", server: "files" } as const;
const wire = { type: "wire.message", server: "files", direction: "sent", text: "{}", bytes: 2 } as const;
const split = { approval: 1, queue: 2, waits: 3, server: 4 };

const kept: readonly [what: string, event: HubEvent, room: HistoryRoom][] = [
  ["a call that begins", started({ ...facts }), "calls"],
  ["a call that goes on as a task", { type: "call.task", ...facts }, "calls"],
  ["progress", { type: "call.progress", ...facts, progress: 1, total: 2, message: "half" }, "streamed"],
  ["progress without an end", { type: "call.progress", ...facts, progress: 1 }, "streamed"],
  ["another attempt", { type: "call.retried", ...facts, attempt: 1, waitMs: 5, error }, "calls"],
  ["an answer", ended({ ...facts, ms: 10, split, served: "stale" }), "calls"],
  ["a failure", ended({ outcome: "failed", error }), "calls"],
  ["a rule's word", ended({ decision: { by: "policy", source: "user", rule: "r" } }), "calls"],
  ["a rule's wish to ask", ended({ decision: { by: "question", source: "workspace", rule: "r" } }), "calls"],
  ["a person's word", ended({ decision: { by: "person" } }), "calls"],
  ["a question of a call", { type: "question.asked", ...question, about: facts } as HubEvent, "calls"],
  ["its answer", { type: "question.answered", ...question, about: facts, answer: "gone", ms: 5 } as HubEvent, "calls"],
  ["a notification", { type: "server.notification", server: "files", method: "m", params: "{}" }, "streamed"],
  ["a request on the wire", { ...wire, kind: "request", method: "m", id: 7, call: "c" }, "messages"],
  ["a response on the wire", { ...wire, kind: "response", id: "a", truncated: true }, "messages"],
  ["a notification on the wire", { ...wire, kind: "notification" }, "streamed"],
  ["headers on the wire", { ...wire, kind: "error", http: { status: 500, headers: { a: "b" } } }, "messages"],
];

describe("the history on disk", () => {
  for (const [what, event, room] of kept)
    it(`keeps ${what} as it was, in the room of ${room}`, () => {
      const stamped = stamp(event, 5);
      assert.equal(historyRoom(event), room);
      assert.deepEqual(readHistoryEvent(JSON.parse(JSON.stringify(stamped))), stamped);
      const line = { window: "w", event: stamped, args: { json: "{}", isWhole: false } };
      assert.deepEqual(readHistoryLine(writeHistoryLine(line)), line);
    });

  const nowhere: readonly [what: string, event: HubEvent][] = [
    ["a question of no call", { type: "question.asked", ...question } as HubEvent],
    ["the answer of such a question", { type: "question.answered", ...question, answer: "allowed", ms: 5 } as HubEvent],
    ["a state", changed(states.ready)],
    ["what a server prints", { type: "server.log", server: "files", level: "info", from: "stderr", text: "x" }],
  ];
  for (const [what, event] of nowhere) it(`does not keep ${what}`, () => assert.equal(historyRoom(event), undefined));

  /** By the types of events, so that a new word is missing here at once. */
  type Words<T extends string> = Readonly<Record<T, (word: T) => HubEvent>>;
  const byDoor = (door: Door): HubEvent => ended({ caller: { door } });
  const byMethod = (method: RequestMethod): HubEvent => ended({ method });
  const byOutcome = (outcome: CallOutcome): HubEvent => ended({ outcome });
  const asked = (kind: string) => ({ type: "question.asked", ...question, kind, about: facts }) as HubEvent;
  const answered = (answer: string) =>
    ({ type: "question.answered", ...question, about: facts, answer, ms: 5 }) as HubEvent;
  const decided = (by: Decision["by"]) => ended({ decision: { by } as Decision });
  const ruled = (source: string) => ended({ decision: { by: "policy", source, rule: "r" } as Decision });
  const wired = (kind: string) => ({ ...wire, kind }) as HubEvent;
  const doors: Words<Door> = {
    ...{ chat: byDoor, agent: byDoor, command: byDoor, panel: byDoor, "command-line": byDoor, module: byDoor },
    ...{ extension: byDoor, gateway: byDoor, hub: byDoor },
  };
  const methods: Words<RequestMethod> = {
    ...{ "tools/call": byMethod, "resources/read": byMethod, "prompts/get": byMethod },
    ...{ "completion/complete": byMethod, "skills/list": byMethod },
  };
  const outcomes: Words<CallOutcome> = {
    ...{ ok: byOutcome, "tool-error": byOutcome, failed: byOutcome, cancelled: byOutcome, denied: byOutcome },
  };
  const decisions: Words<Exclude<Decision["by"], "policy">> = {
    ...{ person: decided, grant: decided, question: decided, setting: decided, annotations: decided },
    ...{ scope: decided, choice: decided, listed: decided, "never-asks": decided },
  };
  const rows: readonly (readonly [word: string, event: HubEvent])[] = [
    ...[doors, methods, outcomes, decisions].flatMap((words) =>
      Object.entries<(word: never) => HubEvent>(words).map(([word, make]) => [word, make(word as never)] as const),
    ),
    ...["approval", "form", "url", "sampling", "input", "launch"].map((kind) => [kind, asked(kind)] as const),
    ...["allowed", "refused", "gone"].map((answer) => [answer, answered(answer)] as const),
    ...["organization", "user", "workspace"].map((source) => [source, ruled(source)] as const),
    ...(["cache", "stale", "shared"] as const).map((served) => [served, ended({ served })] as const),
    ...["request", "response", "error", "notification"].map((kind) => [kind, wired(kind)] as const),
    ["received", { ...wire, kind: "response", direction: "received" }],
  ];
  for (const [word, event] of rows)
    it(`reads "${word}" of ${event.type}, and no other word in its place`, () => {
      const stamped = stamp(event, 5);
      assert.deepEqual(readHistoryEvent(stamped), stamped);
      const other = JSON.stringify(stamped).replace(`"${word}"`, `"${word}~"`);
      assert.equal(readHistoryEvent(JSON.parse(other)), undefined);
    });

  const sound = stamp(ended(), 5);
  const forged: readonly [what: string, event: object, isRead: boolean][] = [
    ["a name of 2,000 characters", { ...sound, tool: "x".repeat(2000) }, true],
    ["a longer name", { ...sound, tool: "x".repeat(2001) }, false],
    ["the last time there is", { ...sound, at: 8.64e15 }, true],
    ["a later time", { ...sound, at: 8.65e15 }, false],
    ["a time before all times", { ...sound, at: -1 }, false],
    ["a number that is none", { ...sound, seq: 1.5 }, false],
    ["another outcome", { ...sound, outcome: "fine" }, false],
    ["no split", { ...sound, split: undefined }, false],
    ["a code of a later version", { ...sound, error: { code: "new", message: "" } }, true],
    ["an unknown key", { ...sound, more: 1 }, true],
  ];
  for (const [what, event, isRead] of forged)
    it(`${isRead ? "reads" : "does not read"} an event with ${what}`, () => {
      assert.equal(readHistoryEvent(event) !== undefined, isRead);
      assert.ok(!("more" in (readHistoryEvent(event) ?? {})), "nothing unknown is taken over");
    });

  const lines: readonly [what: string, line: unknown, read: unknown][] = [
    ["a gap", { window: "w", at: 1, dropped: 2 }, { window: "w", at: 1, dropped: 2 }],
    ["a gap without a time", { window: "w", dropped: 2 }, undefined],
    ["a line without a window", { at: 1, dropped: 2 }, undefined],
    ["a window that is no text", { window: 1, at: 1, dropped: 2 }, undefined],
    [
      "arguments that are none",
      { window: "w", event: sound, args: { json: 1, isWhole: true } },
      { window: "w", event: sound },
    ],
    [
      "arguments without a word on the rest",
      { window: "w", event: sound, args: { json: "{}" } },
      { window: "w", event: sound },
    ],
    [
      "arguments that are whole",
      { window: "w", event: sound, args: { json: "{}", isWhole: true } },
      { window: "w", event: sound, args: { json: "{}", isWhole: true } },
    ],
  ];
  for (const [what, line, read] of lines)
    it(`takes ${what} for what it is`, () =>
      assert.deepEqual(readHistoryLine(JSON.stringify(line)), read && JSON.parse(JSON.stringify(read as Stamped))));
});
