import assert from "node:assert/strict";
import type { Candidate } from "../../../../src/core/apps/import/candidate";
import type { ServerDefinition } from "../../../../src/core/config/schema/serverDefinition";
import { defaultOptions } from "../../../../src/core/config/schema/settings";
import type { AddressOffer, Field, Offer } from "../../../../src/core/registry/offer";
import type { Choices } from "../../../../src/editor/commands/import/pickCandidates";
import { InstallWalk } from "../../../../src/editor/commands/registry/installWalk";
import { known } from "../../../core/apps/import/importWorld";
import { linux } from "../../../core/apps/writtenEntries";
import { type Answer, back, cancel, ScriptedPerson } from "../../../support/scriptedPerson";

const key: Field = {
  ...{ name: "KEY", description: "The key", isRequired: true, isSecret: true, isRepeated: false },
  ...{ format: "string", placeholder: "", choices: [] },
};
const npm = (...fields: Field[]): Offer => ({
  ...{ kind: "program", command: "npx", label: "npm: x", path: ["packages", 0], notes: ["It runs here."], fields },
  args: [{ texts: [["-y"]] }, { texts: [["x"]] }],
  env: Object.fromEntries(fields.map(({ name }) => [name, { texts: [[{ field: name }]] }])),
});
const web: AddressOffer = {
  ...{ kind: "address", type: "http", url: ["https://x.example/mcp"], headers: {}, label: "x.example" },
  ...{ path: ["remotes", 0], notes: [], fields: [] },
};

interface Around {
  readonly definitions?: readonly ServerDefinition[];
  readonly hasWorkspace?: boolean;
  readonly hasProgram?: boolean;
  /** What the import says, call by call. */
  readonly said?: ("done" | "back")[];
}

async function installed(offers: readonly Offer[], answers: readonly Answer[], around: Around = {}) {
  const { definitions = [], hasWorkspace = false, hasProgram = true, said = [] } = around;
  const person = new ScriptedPerson(...answers);
  const shown: Choices[] = [];
  const run = async (choices: Choices) => {
    shown.push(choices);
    return said.shift() ?? "done";
  };
  const current = () => ({ definitions, options: defaultOptions });
  const ports = {
    imports: { current, origins: { all: () => [] } },
    apps: { system: () => linux },
    registry: { hasProgram: async (name: string) => name !== "npx" || hasProgram },
  } as unknown as ConstructorParameters<typeof InstallWalk>[1];
  const walk = new InstallWalk(person, ports, { run }, () => hasWorkspace);
  const source = { id: "registry", name: "MCP Registry", place: "https://r.example" } as const;
  const end = await walk.run({ title: "Add x", name: "x", offers, source, notes: ["Nobody checked it."] });
  assert.equal(person.left, 0);
  return { end, shown, asked: person.asked };
}

describe("adding a server that was found", () => {
  it("asks for what it needs, and shows exactly what runs", async () => {
    const { end, shown, asked } = await installed([npm(key)], ["k"]);
    assert.equal(end, "done");
    assert.deepEqual([asked[0]?.step, asked[0]?.isHidden], ["2/3", true]);
    const [{ title, only, added } = assert.fail()] = shown;
    assert.equal(title, "Add x");
    assert.deepEqual(only?.[0]?.config, { command: "npx", args: ["-y", "x"], env: { KEY: "${input:KEY}" } });
    assert.deepEqual(only?.[0]?.given, new Map([["KEY", "k"]]));
    assert.deepEqual(added?.notes, ["It runs here.", "Nobody checked it."]);
    assert.match(added?.runs ?? "", /npx -y x/);
    assert.equal(added?.steps, 2);
  });

  it("counts the question about the settings, where there is one", async () => {
    assert.equal((await installed([npm(key)], ["k"], { hasWorkspace: true })).asked[0]?.step, "2/4");
  });

  it("says that its program is missing, and says nothing twice", async () => {
    const { shown } = await installed([{ ...npm(), notes: ["Nobody checked it."] }], [], { hasProgram: false });
    const notes = shown[0]?.added?.notes ?? [];
    assert.equal(notes.length, 2);
    assert.match(notes[1] ?? "", /npx/);
    assert.equal((await installed([web], [], { hasProgram: false })).shown[0]?.added?.notes.length, 1);
  });

  it("asks which way where there are several", async () => {
    const { shown, asked } = await installed([web, npm(key)], ["npm: x", "k"]);
    assert.deepEqual(
      asked.map(({ step }) => step),
      ["2/3", "3/4"],
    );
    assert.equal(shown[0]?.added?.steps, 3);
    assert.equal((await installed([web, npm(key)], [cancel])).end, "done");
    assert.equal((await installed([web, npm(key)], [back])).end, "back");
  });

  it("goes back from the change to what was filled in, and from there to the ways, or to the choice of the server", async () => {
    const { asked, end } = await installed([web, npm(key)], ["npm: x", "k", back, back], { said: ["back"] });
    assert.deepEqual(
      asked.map(({ before }) => before),
      [undefined, "", "k", undefined],
    );
    assert.equal(end, "back");
    assert.equal((await installed([npm(key)], [back])).end, "back");
    assert.equal((await installed([npm(key)], [cancel])).end, "done");
    const nothingToFill = await installed([web], [], { said: ["back"] });
    assert.deepEqual([nothingToFill.end, nothingToFill.shown.length], ["back", 1]);
  });

  describe("that is here already", () => {
    const verdicts = (shown: readonly Choices[]) =>
      (shown[0]?.only ?? []).map(({ verdict, name }: Candidate) => `${verdict.kind} ${name}`);

    it("asks before it adds another one", async () => {
      const definitions = [known("x", { type: "http", url: "https://x.example/mcp" })];
      const { shown, asked } = await installed([web], ['Add Another One as "x-2"'], { definitions });
      assert.deepEqual(asked[0]?.items, ['Add Another One as "x-2"']);
      assert.deepEqual(verdicts(shown), ["new x-2"]);
      assert.deepEqual((await installed([web], [cancel], { definitions })).shown, []);
    });

    it("offers to change it where it differs", async () => {
      const definitions = [known("y", { type: "http", url: "https://x.example/mcp", headers: { A: "1" } })];
      const { shown, asked } = await installed([web], ['Change "y"'], { definitions });
      assert.deepEqual(asked[0]?.items, ['Change "y"', 'Add Another One as "x"']);
      assert.equal(shown[0]?.only?.[0]?.verdict.kind, "differs");
    });
  });

  it("refuses values that make no entry", async () => {
    const odd: Offer = { ...web, url: [{ field: "KEY" }], fields: [{ ...key, isSecret: false }] };
    await assert.rejects(installed([odd], ["not an address"]), /^HubError: "x" was not added: .* Fill in other values/);
  });
});
