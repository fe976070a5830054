import assert from "node:assert/strict";
import type { LaunchPlan } from "../../../../src/core/config/plan/launchPlan";
import type { ServerDefinition } from "../../../../src/core/config/schema/serverDefinition";
import type { Link } from "../../../../src/core/connection/link";
import { Conformance, type RunStep } from "../../../../src/core/development/conformance/conformance";
import type { ConformancePorts } from "../../../../src/core/development/conformance/conformancePorts";
import type { ConformanceReport } from "../../../../src/core/development/conformance/conformanceReport";
import { conformanceMarkdown } from "../../../../src/core/development/conformance/conformanceText";
import { HubError } from "../../../../src/core/kernel/hubError";
import { conformanceQuestion, stepText } from "../../../../src/editor/commands/development/conformanceTexts";
import { FakeClock } from "../../../support/fakeClock";

const definition = {
  id: "made",
  enabled: true,
  entry: { kind: "valid", config: { command: "made" } },
} as unknown as ServerDefinition;
const program: LaunchPlan = { kind: "stdio", server: "made", command: "made", args: [], env: {} };
const passed = JSON.stringify([{ id: "one", status: "SUCCESS" }]);
const never = new AbortController().signal;

describe("a conformance run", () => {
  let clock: FakeClock;
  let log: string[];
  let revisions: Partial<Record<string, string>>;
  beforeEach(() => {
    clock = new FakeClock();
    log = [];
    revisions = { legacy: "2025-11-25", modern: "2026-07-28", "2025-06-18": "2025-06-18" };
  });

  const conformance = (other: Partial<ConformancePorts> = {}, plan: LaunchPlan = program) =>
    new Conformance({
      clock,
      plan: async () => plan,
      hasAccount: () => false,
      open: async ({ protocol = "" }) => {
        const revision = revisions[protocol];
        if (!revision) throw new HubError("protocol", `not ${protocol}`);
        const info = { name: "made", version: "1", protocolVersion: revision, transport: "stdio", capabilities: [] };
        return { info, dispose: () => log.push(`left ${protocol}`), closed: Promise.resolve() } as unknown as Link;
      },
      bridge: async () => {
        log.push("bridge");
        return { url: "http://127.0.0.1:1/", close: async () => void log.push("closed") };
      },
      suite: {
        prepare: async () => void log.push("prepared"),
        run: async (name, revision, url) => {
          log.push(`${name} ${revision} ${url}`);
          return { ended: { kind: "done", stdout: "" }, checks: passed };
        },
      },
      ...other,
    });
  const summary = ({ revisions: all }: ConformanceReport) =>
    all.map(({ info, results }) => [info.protocolVersion, ...results.map(({ name, verdict }) => `${name} ${verdict}`)]);

  it("runs what fits each revision that the server speaks, each behind a bridge of its own", async () => {
    const steps: RunStep[] = [];
    const report = await conformance().run(definition, (step) => steps.push(step), never);
    assert.deepEqual(summary(report), [
      ["2025-11-25", "server-initialize passed", "ping passed"],
      ["2026-07-28", "caching passed", "input-required-result-unsupported-methods passed"],
    ]);
    assert.deepEqual(log.slice(0, 9), [
      ...["prepared", "left legacy", "left modern"],
      ...["bridge", "server-initialize 2025-11-25 http://127.0.0.1:1/", "closed"],
      ...["bridge", "ping 2025-11-25 http://127.0.0.1:1/", "closed"],
    ]);
    assert.deepEqual(steps.map(stepText), [
      "getting the suite",
      "asking the server for its revisions",
      "scenario 1 of 4, server-initialize",
      "scenario 2 of 4, ping",
      "scenario 3 of 4, caching",
      "scenario 4 of 4, input-required-result-unsupported-methods",
    ]);
  });

  it("asks only for the revision that the entry names", async () => {
    const plan = { ...program, protocol: "2025-06-18" } as const;
    const report = await conformance({}, plan).run(definition, () => {}, never);
    assert.deepEqual(summary(report), [["2025-06-18", "server-initialize passed", "ping passed"]]);
  });

  it("leaves out a revision that the server does not speak, and fails where it speaks none", async () => {
    delete revisions.modern;
    assert.equal((await conformance().run(definition, () => {}, never)).revisions.length, 1);
    revisions = {};
    await assert.rejects(
      conformance().run(definition, () => {}, never),
      /not legacy/,
    );
  });

  it("starts nothing where the suite cannot test the server, or its program may not run", async () => {
    const sse: LaunchPlan = { kind: "sse", server: "made", url: "http://x/", headers: {} };
    await assert.rejects(
      conformance({}, sse).run(definition, () => {}, never),
      { code: "unsupported" },
    );
    const denied = async () => Promise.reject(new HubError("needs-consent", "not allowed"));
    await assert.rejects(
      conformance({ plan: denied }).run(definition, () => {}, never),
      { code: "needs-consent" },
    );
    assert.deepEqual(log, []);
  });

  it("says that the suite cannot sign in where the server turns out to require it", async () => {
    const open = async () => Promise.reject(new HubError("needs-auth", "Sign in."));
    await assert.rejects(
      conformance({ open }).run(definition, () => {}, never),
      /cannot test "made": the suite cannot sign in/,
    );
  });

  it("goes to an address itself", async () => {
    const plan: LaunchPlan = { kind: "http", server: "made", url: "http://127.0.0.1:9/mcp", headers: {} };
    await conformance({}, plan).run(definition, () => {}, never);
    assert.ok(log.includes("http-header-validation 2026-07-28 http://127.0.0.1:9/mcp"), log.join("\n"));
    assert.ok(!log.includes("bridge"));
  });

  it("gives up a scenario after its time, and all that remain after that of the run", async () => {
    const started: string[] = [];
    const suite = {
      prepare: async () => {},
      run: async (name: string, _revision: string, _url: string, signal: AbortSignal) => {
        started.push(name);
        if (name === "server-initialize") {
          queueMicrotask(() => clock.pass(90_000));
          await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
        } else clock.pass(9 * 60_000);
        return { ended: { kind: "done", stdout: "" }, checks: passed } as const;
      },
    };
    const report = await conformance({ suite }).run(definition, () => {}, never);
    assert.deepEqual(
      summary(report)
        .flat()
        .filter((one) => one.includes(" ")),
      [
        "server-initialize not-checked",
        "ping not-checked",
        "caching not-checked",
        "input-required-result-unsupported-methods not-checked",
      ],
    );
    assert.deepEqual(started, ["server-initialize", "ping"]);
    assert.deepEqual(log.slice(-4), ["bridge", "closed", "bridge", "closed"]);
  });

  it("ends with a cancel, and closes the bridge only when nothing of the suite is left", async () => {
    const abort = new AbortController();
    const suite = {
      prepare: async () => {},
      run: async (_name: string, _revision: string, _url: string, signal: AbortSignal) => {
        abort.abort();
        assert.ok(signal.aborted);
        await new Promise((resolve) => setTimeout(resolve, 10));
        log.push("suite ended");
        return { ended: { kind: "done", stdout: "" } } as const;
      },
    };
    await assert.rejects(conformance({ suite }).run(definition, () => {}, abort.signal));
    assert.deepEqual(log.slice(-3), ["bridge", "suite ended", "closed"]);
  });
});

describe("the conformance runs of a hub that closes", () => {
  it("end, and the hub waits for them", async () => {
    let ended = false;
    const hub = new Conformance({
      clock: new FakeClock(),
      plan: (_, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () =>
            setTimeout(() => {
              ended = true;
              reject(new Error("over"));
            }, 10),
          ),
        ),
    } as Partial<ConformancePorts> as ConformancePorts);
    const run = assert.rejects(hub.run(definition, () => {}, never));
    await hub.close();
    assert.ok(ended);
    await run;
    await assert.rejects(
      hub.run(definition, () => {}, never),
      "none begins anymore",
    );
  });
});

describe("the document of a conformance run", () => {
  const info = { name: "[x](command:y)", version: "1|2", protocolVersion: "2025-11-25", transport: "stdio" } as const;
  const report: ConformanceReport = {
    server: "made",
    suiteVersion: "9.9",
    revisions: [
      {
        info,
        results: [
          { name: "ping", verdict: "passed", good: 2, failed: [] },
          { name: "tools-list", verdict: "failed", good: 0, failed: [{ id: "a-b", text: "got <img>" }] },
          { name: "caching", verdict: "not-checked", good: 0, failed: [], why: "It broke." },
        ],
        notOffered: [{ name: "prompts-list", revisions: [] }],
        ofHttp: [{ name: "dns-rebinding-protection", revisions: [] }],
      },
      { info: { ...info, protocolVersion: "2024-11-05" }, results: [], notOffered: [], ofHttp: [] },
    ],
  };
  const text = conformanceMarkdown(report);

  it("has a count, a row for each scenario, each failed check, and what was not run", () => {
    for (const line of [
      "# Conformance of made",
      "Suite: `@modelcontextprotocol/conformance` 9.9",
      "**1 passed, 1 failed, 0 with warnings, 1 not checked**",
      "| ping | passed | Checks passed\\: 2 |",
      "| tools\\-list | failed | a\\-b |",
      "| caching | not checked | It broke\\. |",
      "- **a\\-b**: got \\<img\\>",
      "Not run, because the server does not offer what they need: prompts-list.",
      "Not run, because they test HTTP and the server runs on stdio: dns-rebinding-protection.",
      "The suite has no scenario for this revision that fits this server.",
      "The suite's scenarios that call tools, prompts, or resources of fixed names were not run.",
    ])
      assert.ok(text.split("\n").includes(line), `${line}\n\n${text}`);
  });

  it("makes no link and no table of what the server says", () =>
    assert.ok(text.includes("Server: \\[x\\]\\(command\\:y\\) 1\\|2"), text));
});

describe("the question before a conformance run", () => {
  it("says what is downloaded, what is started, and against what", () => {
    const { text, detail } = conformanceQuestion(definition);
    assert.equal(text, 'Run the official MCP conformance suite on "made"?');
    assert.match(detail, /npx downloads @modelcontextprotocol\/conformance \d.*starts the program of "made"/);
    const web = {
      ...definition,
      entry: { kind: "valid", config: { url: "http://x/" } },
    } as unknown as ServerDefinition;
    assert.match(conformanceQuestion(web).detail, /sends its requests to the address of "made"/);
  });
});
