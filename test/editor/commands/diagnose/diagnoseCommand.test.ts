import assert from "node:assert/strict";
import type { ServerDefinition } from "../../../../src/core/config/schema/serverDefinition";
import type { Finding } from "../../../../src/core/diagnosis/finding";
import { diagnoseCommand } from "../../../../src/editor/commands/diagnose/diagnoseCommand";
import { definition } from "../../../support/fakeLink";
import { type Answer, cancel } from "../../../support/scriptedPerson";
import { ScriptedScreen } from "../../../support/scriptedScreen";
import { failed, ready, treeSource } from "../../../support/treeFixture";

const states = { a: ready, b: failed, c: { kind: "stopped", reason: "person" } } as const;
const ended: Finding = { code: "disabled", severity: "problem", sentence: "Its program ended." };
const logged: Finding = { ...ended, fix: { kind: "command", label: "Show the log", command: "log" } };

/** A window whose servers have these findings. */
function world(findings: Readonly<Record<string, readonly Finding[]>>, answers: readonly Answer[] = [], servers = {}) {
  const opened: unknown[] = [];
  const failures: unknown[] = [];
  const screen = new ScriptedScreen(...answers);
  const diagnose = diagnoseCommand({
    stream: { view: treeSource({ states: { ...states, ...servers } }).view },
    hub: { definition },
    doctor: {
      diagnose: async ({ id }: ServerDefinition, signal: AbortSignal) => {
        signal.throwIfAborted();
        if (id === "broken") throw new Error("A defect.");
        return { server: id, findings: findings[id] ?? [], tools: 2 };
      },
    },
    documents: {
      open: async ({ name, text }: Record<string, string>, options: unknown) =>
        void opened.push({ name, text, options }),
    },
    showFailure: (error: unknown) => void failures.push(error),
    screen,
  } as unknown as Parameters<typeof diagnoseCommand>[0])["mcpHub.diagnose"];
  return { screen, opened, failures, diagnose };
}

describe("the command that diagnoses", () => {
  it("only says so where one server works", async () => {
    const { screen, opened, diagnose } = world({});
    await diagnose("a");
    assert.deepEqual(screen.said, ['"a" works. Tools: 2.']);
    assert.deepEqual(screen.busyWith, ["Diagnosing [Cancel]", "a"]);
    assert.deepEqual(opened, []);
  });

  it("opens what it finds, and takes the keys where there is no fix to choose", async () => {
    const { screen, opened, diagnose } = world({ b: [ended] });
    await diagnose("b");
    const [{ name, text, options } = assert.fail()] = opened as Record<string, unknown>[];
    assert.deepEqual([name, options], ["b diagnosis.md", { preserveFocus: false }]);
    assert.match(String(text), /Its program ended/);
    assert.deepEqual([screen.asked, screen.said], [[], []]);
  });

  it("offers fixes, and does the one that is chosen", async () => {
    const { screen, opened, diagnose } = world({ b: [logged] }, ["$(arrow-right) Show the log"]);
    await diagnose("b");
    assert.deepEqual((opened[0] as Record<string, unknown>).options, { preserveFocus: true });
    assert.deepEqual([screen.asked[0]?.title, screen.asked[0]?.says], ["Diagnose: Its program ended.", "Select a fix"]);
    assert.deepEqual([screen.ran, screen.viewWork], [[["mcpHub.showServerLog", "b"]], 1]);
  });

  it("does nothing more after a cancel", async () => {
    const { screen, opened, diagnose } = world({ b: [logged] }, [cancel, cancel]);
    await diagnose("b");
    assert.deepEqual([screen.ran, screen.viewWork], [[], 0]);
    await diagnose(undefined);
    assert.deepEqual([opened.length, screen.left], [1, 0]);
  });

  it("lists servers with a problem first, and all of them at once", async () => {
    const { screen, opened, diagnose } = world({ b: [ended] }, ["$(checklist) All servers"]);
    await diagnose(undefined);
    const items = ["$(error) b", "$(pass-filled) a", "$(circle-outline) c", "$(checklist) All servers"];
    assert.deepEqual(screen.asked[0]?.items, items);
    assert.deepEqual(screen.busyWith, ["Diagnosing [Cancel]", "a", "b", "c"]);
    assert.equal((opened[0] as Record<string, unknown>).name, "MCP Hub diagnosis.md");
    const fine = world({}, ["$(checklist) All servers"]);
    await fine.diagnose(undefined);
    assert.equal(fine.opened.length, 1, "several servers are listed, also where all of them work");
  });

  it("says where no server is configured", async () => {
    const screen = new ScriptedScreen();
    const ports = { stream: { view: { servers: [] } }, screen } as unknown as Parameters<typeof diagnoseCommand>[0];
    await diagnoseCommand(ports)["mcpHub.diagnose"](undefined);
    assert.deepEqual(screen.said, ["No server is configured."]);
  });

  it("ends quietly where the person cancels it, but not where it fails", async () => {
    const { screen, opened, diagnose } = world({ b: [ended] });
    await assert.rejects(async () => diagnose("broken"), { message: "A defect." });
    screen.cancels = true;
    await diagnose("b");
    assert.deepEqual([opened, screen.said], [[], []]);
  });
});
