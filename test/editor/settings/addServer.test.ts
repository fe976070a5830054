import assert from "node:assert/strict";
import { addServer } from "../../../src/editor/settings/addServer";
import { type Answer, back, cancel, ScriptedPerson } from "../../support/scriptedPerson";

const program = "$(terminal) Program";
const address = "$(globe) Address";

async function added(answers: readonly Answer[], { hasWorkspace = false, taken = [] as string[] } = {}) {
  const person = new ScriptedPerson(...answers);
  const written: unknown[] = [];
  const settings = { addServer: async (...all: unknown[]) => void written.push(all) };
  const result = await addServer(person, hasWorkspace, settings, taken);
  assert.equal(person.left, 0);
  return { result, written, asked: person.asked };
}

describe("adding a server by a few questions", () => {
  it("writes a program into the user settings", async () => {
    const { result, written, asked } = await added([program, "npx -y @scope/files", "files"]);
    assert.deepEqual(result, { kind: "server", name: "files" });
    assert.deepEqual(written, [["files", { command: "npx", args: ["-y", "@scope/files"] }, "user"]]);
    assert.deepEqual(
      asked.map(({ title, step, before }) => [title, step, before]),
      [
        ["Add MCP Server", "1/3", undefined],
        ["Add MCP Server", "2/3", ""],
        ["Add MCP Server", "3/3", "files"],
      ],
    );
    assert.match(asked[1]?.says ?? "", /^The program and its arguments/);
  });

  it("writes an address into the settings that are chosen, where there are several", async () => {
    const answers = [address, "https://tools.example/mcp", "x", "Workspace Settings"];
    const { written, asked } = await added(answers, { hasWorkspace: true });
    assert.deepEqual(written, [["x", { type: "http", url: "https://tools.example/mcp" }, "workspace"]]);
    assert.match(asked[1]?.says ?? "", /^The server's address/);
    assert.equal(asked[2]?.before, "tools.example");
    assert.deepEqual([asked[3]?.step, asked[3]?.items], ["4/4", ["User Settings", "Workspace Settings"]]);
    const own = await added([...answers.slice(0, 3), "User Settings"], { hasWorkspace: true });
    assert.equal((own.written[0] as unknown[])[2], "user");
  });

  for (const [label, kind] of [
    ["$(star) Service…", "services"],
    ["$(search) Registry…", "registry"],
  ] as const)
    it(`leads to the ${kind}, and writes nothing`, async () => {
      const { result, written } = await added([label]);
      assert.deepEqual([result, written], [{ kind }, []]);
    });

  it("refuses what is not a command line, not an address, or a name that is taken", async () => {
    const { asked } = await added([program, '"open', "node", "node", "other"], { taken: ["node"] });
    assert.deepEqual(
      asked.map(({ problems }) => problems.length),
      [0, 1, 1],
    );
    assert.notEqual(asked[2]?.before, "node");
    const { asked: others } = await added([address, "tools", "http://tools", cancel]);
    assert.match(others[1]?.problems[0] ?? "", /^Enter a full address/);
  });

  it("goes back with what was entered, and writes nothing after a cancel", async () => {
    const { asked, written } = await added([program, "node a.js", back, back, program, "node b.js", cancel]);
    assert.deepEqual(
      asked.map(({ step, before }) => [step, before]),
      [
        ["1/3", undefined],
        ["2/3", ""],
        ["3/3", "a"],
        ["2/3", "node a.js"],
        ["1/3", program],
        ["2/3", "node a.js"],
        ["3/3", "b"],
      ],
    );
    assert.deepEqual(written, []);
    assert.equal((await added([cancel])).result, undefined);
  });

  it("comes back to the settings that were chosen", async () => {
    const answers = [address, "https://x.example", "x", back, "y", "User Settings"];
    const { asked } = await added(answers, { hasWorkspace: true });
    assert.deepEqual([asked[4]?.before, asked[5]?.before], ["x.example", undefined]);
  });
});
