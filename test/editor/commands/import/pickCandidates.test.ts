import assert from "node:assert/strict";
import type { Candidate, ImportSource } from "../../../../src/core/apps/import/candidate";
import { type Choices, pickCandidates, type Row } from "../../../../src/editor/commands/import/pickCandidates";
import { found, known, source } from "../../../core/apps/import/importWorld";
import { linux } from "../../../core/apps/writtenEntries";
import { type Answer, cancel, ScriptedPerson } from "../../../support/scriptedPerson";

const cursor = source("cursor", {
  mcpServers: { plain: { command: "a" }, taken: { command: "b" }, bad: { command: 7 } },
});
const project = source("vscode", { servers: { shared: { command: "c" } } }, ".vscode/mcp.json");
const broken: ImportSource = {
  ...source("roo", {}),
  read: { entries: [], problems: [{ path: [], severity: "error", message: "It is not JSON." }] },
};
const sources = [cursor, project, broken];
const candidates = found(sources, { known: [known("web", { command: "b" })] });
const named = (name: string) => candidates.find(({ entry }) => entry.name === name) ?? assert.fail(name);

async function picked(
  answers: readonly Answer[],
  more: Partial<Choices> & { readonly chosen?: readonly Candidate[] } = {},
) {
  const person = new ScriptedPerson(...answers);
  const about = { title: "Import", candidates, sources, totalSteps: 2, chosen: undefined, ...more };
  const reply = await pickCandidates(person, about, linux, () => {});
  assert.equal(person.left, 0);
  const { servers = [], followed = [] } = reply.kind === "value" ? reply.value : {};
  return {
    kind: reply.kind,
    servers: servers.map(({ entry }) => entry.name),
    followed: followed.map(({ app }) => app.id),
    asked: person.asked[0] ?? assert.fail("nothing was asked"),
  };
}

describe("choosing what is imported", () => {
  it("lists the servers of each app below its name, and what could not be read", async () => {
    const { asked } = await picked([cancel]);
    assert.deepEqual(asked.items, [
      "Cursor",
      "plain",
      "taken",
      "$(circle-slash) bad",
      "VS Code",
      "shared",
      "Roo Code",
      `$(warning) ${broken.file.path.replace(linux.home, "~")}`,
    ]);
    assert.equal(asked.step, "1/2");
  });

  it("calls a server by the name that it gets, unless it is here already", async () => {
    const clashing = found([cursor], { known: [known("plain", { command: "z" }), known("web", { command: "b" })] });
    const { asked } = await picked([cancel], { candidates: clashing, sources: [cursor] });
    assert.deepEqual(asked.items.slice(1, 3), [clashing[0]?.name, "taken"]);
    assert.notEqual(clashing[0]?.name, "plain");
  });

  it("has what is new and the person's own chosen at first, or what was chosen before", async () => {
    assert.deepEqual((await picked([cancel])).asked.before, ["plain"]);
    assert.deepEqual((await picked([cancel], { chosen: [] })).asked.before, []);
    const again = await picked([cancel], { chosen: [named("shared")] });
    assert.deepEqual(again.asked.before, ["shared"]);
  });

  it("gives the servers that were chosen, without what is here already", async () => {
    const { servers, kind } = await picked([["Cursor", "plain", "taken", "shared"]]);
    assert.deepEqual([kind, servers], ["value", ["plain", "shared"]]);
    assert.equal((await picked([cancel])).kind, "cancel");
  });

  it("says why nothing can be done with what was chosen", async () => {
    const [bad, here] = ["$(circle-slash) bad", "taken"];
    const problem = `$(warning) ${broken.file.path.replace(linux.home, "~")}`;
    const { asked } = await picked([[], ["Cursor"], [here], [bad], [problem], ["plain"]]);
    assert.deepEqual(asked.problems.slice(0, 3), [
      "Select at least one server.",
      "Select at least one server.",
      '"taken" is here already. Select another server.',
    ]);
    assert.match(asked.problems[3] ?? "", /"command" must be/);
    assert.equal(asked.problems[4], "It is not JSON.");
    assert.equal(asked.problems.length, 5);
  });

  it("offers to follow each file of the person that has servers, once, and copies nothing of it then", async () => {
    const again = { ...cursor, app: { id: "other", name: "Other" } };
    const { asked } = await picked([cancel], { sources: [...sources, again], followed: [] });
    const follow = "$(eye) Follow ~/.cursor/mcp.json";
    assert.deepEqual(asked.items.slice(-2), ["Follow a file instead of copying", follow]);
    const { servers, followed } = await picked([["plain", "shared", follow]], { followed: [] });
    assert.deepEqual([servers, followed], [["shared"], ["cursor"]]);
    assert.deepEqual((await picked([[follow]], { followed: [] })).followed, ["cursor"]);
  });

  it("does not offer to follow what is followed", async () => {
    const { asked } = await picked([cancel], { followed: [cursor.file.path] });
    assert.ok(!asked.items.some((item) => item.startsWith("$(eye)") || item.startsWith("Follow")));
    assert.equal(asked.items.at(-1), (await picked([cancel])).asked.items.at(-1));
  });

  it("says a problem of a file once, however many apps read it", async () => {
    const twice = { ...broken, app: broken.app };
    const { asked } = await picked([cancel], { sources: [broken, twice], candidates: [] });
    assert.equal(asked.items.filter((item) => item.startsWith("$(warning)")).length, 1);
  });

  it("opens the file of a row by its button, except for what was pasted", async () => {
    const pasted = { ...cursor, file: { ...cursor.file, path: "" } };
    const opened: Row[] = [];
    const buttons: number[] = [];
    const person = new ScriptedPerson();
    const all = found([pasted, project]);
    const choices: typeof person.choices = async (step, items) => {
      for (const { buttons: some = [] } of items) buttons.push(some.length);
      const row = items.find(({ label }) => label === "shared")?.value;
      if (row) step.pressed?.(row);
      return cancel;
    };
    const about = { title: "Import", candidates: all, sources: [pasted, project], totalSteps: 2, chosen: undefined };
    await pickCandidates({ ...person, choices }, about, linux, (row) => void opened.push(row));
    assert.deepEqual(buttons, [0, 0, 0, 0, 0, 1]);
    assert.deepEqual(
      opened.map((row) => row.kind === "server" && row.candidate.entry.name),
      ["shared"],
    );
  });
});
