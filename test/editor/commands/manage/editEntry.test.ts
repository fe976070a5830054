import assert from "node:assert/strict";
import { editEntry } from "../../../../src/editor/commands/manage/editEntry";
import { type Answer, back, cancel, ScriptedPerson } from "../../../support/scriptedPerson";

const save = "$(check) Save";
const open = "$(go-to-file) Open in settings.json";
const add = "$(add) Add…";
const done = "$(arrow-left) Back";

async function edited(before: object, ...answers: readonly Answer[]) {
  const person = new ScriptedPerson(...answers);
  const entry = await editEntry(person, "Edit Server: one", before as Record<string, unknown>);
  assert.equal(person.left, 0);
  return { entry, asked: person.asked };
}

describe("editing an entry in a form", () => {
  const program = { command: "npx", args: ["-y", "x y"], env: { A: "1" } };

  it("offers to save only what has changed, and comes back to the value that was changed", async () => {
    const { entry, asked } = await edited(program, "Program", "node", save);
    assert.deepEqual(entry, { ...program, command: "node" });
    assert.deepEqual(
      asked.map(({ title, before }) => [title, before]),
      [
        ["Edit Server: one", undefined],
        ["Edit Server: one", "npx"],
        ["Edit Server: one", "Program"],
      ],
    );
    assert.ok(!asked[0]?.items.includes(save));
    assert.equal(asked[2]?.items[0], save);
    assert.equal(asked[0]?.items.at(-1), open);
  });

  it("changes nothing after a cancel, and leaves the form for the settings", async () => {
    assert.equal((await edited(program, "Program", "node", cancel)).entry, undefined);
    assert.equal((await edited(program, open)).entry, "open");
    const { entry } = await edited(program, "Program", cancel, "Display Name", "One", save);
    assert.deepEqual(entry, { ...program, label: "One" });
  });

  it("takes words with their quotes, and numbers, and takes out what is left empty", async () => {
    const { entry, asked } = await edited(
      { ...program, label: "One" },
      ...["Arguments", "-y 'a b'", "Call Timeout in Seconds", "12", "Display Name", "  ", save],
    );
    assert.deepEqual(entry, { ...program, args: ["-y", "a b"], callTimeoutSeconds: 12 });
    assert.match(asked[1]?.says ?? "", /^Arguments, separated by spaces/);
    assert.equal(asked[1]?.before, '-y "x y"');
    assert.match(asked[3]?.says ?? "", /^Call Timeout in Seconds\. Leave it empty/);
    const needed = await edited(program, "Program", cancel, cancel);
    assert.equal(needed.asked[1]?.says, "Program");
    const address = await edited({ url: "https://a.example" }, "Address", cancel, cancel);
    assert.equal(address.asked[1]?.says, "Address");
  });

  it("refuses what the entry may not have", async () => {
    const timeout = "Call Timeout in Seconds";
    const { entry, asked } = await edited(program, "Program", "", "node", timeout, "x", "5", save);
    assert.deepEqual(entry, { ...program, command: "node", callTimeoutSeconds: 5 });
    assert.deepEqual(
      asked.map(({ problems }) => problems.length),
      [0, 1, 0, 1, 0],
    );
  });

  it("switches what is on or off", async () => {
    const { entry, asked } = await edited({ ...program, enabled: true }, "enabled", "false", save);
    assert.deepEqual(entry, { ...program, enabled: false });
    assert.deepEqual([asked[1]?.items, asked[1]?.before], [["true", "false"], "true"]);
  });

  it("changes, adds and removes names of a map, and comes back to the form", async () => {
    const map = "Environment Variables";
    const { entry, asked } = await edited(
      program,
      map,
      "A",
      "2",
      add,
      " B ",
      "",
      done,
      map,
      { button: "A" },
      done,
      save,
    );
    assert.deepEqual(entry, { ...program, env: { B: "" } });
    assert.deepEqual(asked[1]?.items, ["A", add, done]);
    assert.deepEqual([asked[2]?.says, asked[2]?.before], ["The value of A", "1"]);
    assert.deepEqual([asked[4]?.says, asked[4]?.before], ["The name", ""]);
    assert.deepEqual([asked[5]?.says, asked[5]?.before], ["The value of B", ""]);
    assert.deepEqual(asked[9]?.items, ["B", add, done]);
  });

  it("keeps a map as it was where its name or value is not entered, and the kind of a value that stays", async () => {
    const map = "Environment Variables";
    const { asked } = await edited(program, map, add, cancel, "A", cancel, back, cancel);
    assert.ok(!asked.at(-1)?.items.includes(save), "nothing has changed");
    const { entry } = await edited({ ...program, env: { A: 1 } }, map, "A", "1", done, open);
    assert.equal(entry, "open");
  });

  it("hides a secret while it is typed", async () => {
    const secret = { ...program, env: { API_TOKEN: "ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", A: "1" } };
    const { asked } = await edited(secret, "Environment Variables", "API_TOKEN", cancel, "A", cancel, done, cancel);
    assert.deepEqual([asked[2]?.isHidden, asked[4]?.isHidden], [true, false]);
  });
});
