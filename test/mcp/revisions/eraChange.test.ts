import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { LaunchPlan, ProtocolChoice } from "../../../src/core/config/plan/launchPlan";
import { defaultOptions } from "../../../src/core/config/schema/settings";
import { RememberedEras } from "../../../src/core/connection/rememberedEras";
import { EventStream } from "../../../src/core/hub/eventStream";
import { LocalHub } from "../../../src/core/hub/localHub";
import { systemClock } from "../../../src/core/kernel/clock";
import { openLink } from "../../../src/mcp/openLink";
import { definition } from "../../support/fakeLink";
import { MapStore } from "../../support/mapStore";
import { startModernServer } from "../../support/modernServer";
import { noAbort, openLinks } from "../../support/openLinks";
import { startTaskServer } from "../../support/taskServer";

type Era = "legacy" | "modern";
const revisions = { legacy: "2025-11-25", modern: "2026-07-28" } as const;
const server = "era";

/** One place whose server is replaced by one of the other era: the same command, or the same address. */
interface Place {
  readonly plan: LaunchPlan;
  become(era: Era): Promise<void>;
  close(): Promise<void>;
}

async function onStdio(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "era-change-"));
  const script = join(folder, "server.mjs");
  const programs = { legacy: "test/support/fixtureServer.mjs", modern: "out/test/support/modernStdioServer.js" };
  return {
    plan: { kind: "stdio", server, command: process.execPath, args: [script], env: {} },
    become: async (era) =>
      writeFileSync(script, `import ${JSON.stringify(pathToFileURL(resolve(programs[era])).href)};\n`),
    close: async () => rmSync(folder, { recursive: true }),
  };
}

async function overHttp(): Promise<Place> {
  const first = await startTaskServer();
  let running: { stop(): Promise<void> } = first;
  const { url } = first;
  const port = Number(new URL(url).port);
  return {
    plan: { kind: "http", server, url, headers: {} },
    async become(era) {
      await running.stop();
      const starts = { legacy: () => startTaskServer(port), modern: () => startModernServer("reject", port) };
      running = await starts[era]();
    },
    close: () => running.stop(),
  };
}

describe("a server that changes its era between two starts", function () {
  this.timeout(40_000);
  const hubs: LocalHub[] = [];
  let place: Place | undefined;
  afterEach(async () => {
    await Promise.all(hubs.splice(0).map((hub) => hub.close()));
    await place?.close();
  });

  function window(plan: LaunchPlan, store: MapStore) {
    const fail = (error: unknown) => assert.fail(String(error));
    const stream = new EventStream(Date.now, fail);
    const eras = new RememberedEras(store, Date.now, fail);
    const clientInfo = { name: "hub-test", version: "0.0.0" };
    const hub = new LocalHub({
      open: openLink({ clientInfo, shellEnv: async () => process.env, report: fail, eras }),
      plan: async () => plan,
      options: () => defaultOptions,
      clock: systemClock,
      publish: stream.publish,
    });
    hubs.push(hub);
    hub.configure([definition(server)]);
    const revision = () => {
      const state = stream.view.servers[0]?.state;
      return state?.kind === "ready" ? state.info.protocolVersion : state?.kind;
    };
    const events = () => stream.history.flatMap((event) => (event.type === "server.log" ? [event.text] : []));
    return { hub, revision, events };
  }

  for (const [transport, make] of [
    ["stdio", onStdio],
    ["HTTP", overHttp],
  ] as const)
    for (const [before, after] of [
      ["legacy", "modern"],
      ["modern", "legacy"],
    ] as const)
      it(`is noticed, logged and remembered: ${before} to ${after} over ${transport}`, async () => {
        place = await make();
        await place.become(before);
        const store = new MapStore();
        const first = window(place.plan, store);
        await first.hub.connect(server);
        assert.equal(first.revision(), revisions[before]);

        await place.become(after);
        await first.hub.restart(server);
        assert.equal(first.revision(), revisions[after]);
        const toError = `"${server}" now speaks revision ${revisions[after]} of the protocol; before, it was ${before}.`;
        assert.ok(first.events().includes(toError));
        assert.ok(first.hub.catalog(server).tools.length > 0);

        const second = window(place.plan, store); // the next start of the editor
        await second.hub.connect(server);
        assert.equal(second.revision(), revisions[after]);
        assert.ok(!second.events().some((text) => /now speaks/.test(text)));
      });
});

describe("the protocol that the settings ask for over HTTP", function () {
  this.timeout(20_000);
  const open = openLinks();
  const servers: { stop(): Promise<void> }[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((one) => one.stop())));

  const rows: [choice: ProtocolChoice, revision: string][] = [
    ["auto", "2026-07-28"],
    ["modern", "2026-07-28"],
    ["2026-07-28", "2026-07-28"],
    ["legacy", "2025-11-25"],
    ["2025-11-25", "2025-11-25"],
    ["2025-06-18", "2025-06-18"],
    ["2025-03-26", "2025-03-26"],
  ];
  for (const [protocol, expected] of rows)
    it(`is what is spoken: ${protocol} → ${expected}`, async () => {
      const both = await startModernServer("stateless");
      servers.push(both);
      const { link } = await open({ kind: "http", server, url: both.url, headers: {}, protocol });
      assert.equal(link.info.protocolVersion, expected);
      const { content } = await link.callTool("where", { region: "eu" }, { signal: noAbort() });
      assert.deepEqual(content, [{ type: "text", text: "eu" }]);
    });

  it("and the server does not speak is an error with the next step", async () => {
    const [old, young] = await Promise.all([startTaskServer(), startModernServer("reject")]);
    servers.push(old, young);
    const modern = { kind: "http", server, url: old.url, headers: {}, protocol: "modern" } as const;
    await assert.rejects(open(modern), { code: "protocol", message: /"protocol" to "auto"/ });
    await assert.rejects(open({ ...modern, url: young.url, protocol: "legacy" }), {
      code: "protocol",
      message:
        '"era" speaks revision 2026-07-28 of the protocol, but the settings ask for legacy. Set "protocol" to "auto".',
    });
  });
});
