import assert from "node:assert/strict";
import { askNewClient, type ClientChoices } from "../../../../src/editor/commands/clients/addClient";
import { type Answer, back, cancel, ScriptedPerson } from "../../../support/scriptedPerson";

const now = 1_000_000;
const dayMs = 86_400_000;
const choices: ClientChoices = {
  servers: [
    { id: "a", name: "Alpha" },
    { id: "b", name: "Beta" },
  ],
  tools: [
    { server: "a", serverName: "Alpha", tool: "read" },
    { server: "b", serverName: "Beta", tool: "write" },
  ],
  profiles: ["work"],
  now,
};

async function added(answers: readonly Answer[], given = choices) {
  const person = new ScriptedPerson(...answers);
  const client = await askNewClient(person, given);
  assert.equal(person.left, 0);
  return { client, asked: person.asked };
}

describe("asking for a new client", () => {
  const scopes: [what: string, answers: Answer[], scope: object][] = [
    ["all servers", ["All servers"], { scopes: [] }],
    ["what only reads", ["All servers, read-only"], { scopes: [{ readOnly: true }] }],
    ["a profile", ["Profile work"], { scopes: [], profile: "work" }],
    ["some servers", ["Some servers…", ["Beta"]], { scopes: [{ servers: ["b"] }] }],
    [
      "some tools",
      ["Some tools…", ["read", "write"]],
      { scopes: [{ servers: ["a", "b"], tools: ["a/read", "b/write"] }] },
    ],
  ];
  for (const [what, answers, scope] of scopes)
    it(`gives it ${what}`, async () => {
      const { client } = await added([" Claude ", ...answers, "Never"]);
      assert.deepEqual(client, { name: "Claude", ...scope });
    });

  it("counts its steps, and says what each is about", async () => {
    const { asked } = await added(["C", "All servers", "Never"]);
    assert.deepEqual(
      asked.map(({ title, step, before }) => [title, step, before]),
      [
        ["Add Client", "1/3", ""],
        ["Add Client", "2/3", undefined],
        ["Add Client", "3/3", undefined],
      ],
    );
    const all = ["All servers", "All servers, read-only", "Some servers…", "Some tools…", "Profile work"];
    assert.deepEqual(asked[1]?.items, all);
  });

  it("offers neither servers nor tools where there are none", async () => {
    const { asked } = await added(["C", cancel], { servers: [], tools: [], profiles: [], now });
    assert.deepEqual(asked[1]?.items, ["All servers", "All servers, read-only"]);
  });

  for (const [label, days] of [
    ["In 30 days", 30],
    ["In 90 days", 90],
    ["In one year", 365],
  ] as const)
    it(`lets its token expire: ${label}`, async () => {
      const { client } = await added(["C", "All servers", label]);
      assert.equal(client?.expiresAt, now + days * dayMs);
    });

  it("wants a name of at most 100 characters", async () => {
    const { client, asked } = await added(["  ", "x".repeat(101), ` ${"x".repeat(100)} `, "All servers", "Never"]);
    assert.equal(client?.name, "x".repeat(100));
    assert.deepEqual(asked[0]?.problems, ["Enter a name.", "Enter at most 100 characters."]);
  });

  it("wants a server or a tool to be selected, and at most 500 tools", async () => {
    const tools = Array.from({ length: 501 }, (_, at) => ({ server: "a", serverName: "Alpha", tool: `t${at}` }));
    const names = tools.map(({ tool }) => tool);
    const most = names.slice(1);
    const { asked, client } = await added(["C", "Some tools…", [], names, most, "Never"], { ...choices, tools });
    assert.deepEqual(asked[2]?.problems, ["Select a tool.", "Select at most 500 tools, or whole servers."]);
    assert.equal(client?.scopes?.[0]?.tools?.length, 500);
    assert.deepEqual((await added(["C", "Some servers…", [], cancel])).asked[2]?.problems, ["Select a server."]);
  });

  it("goes back with what was entered, and a later answer replaces an earlier one", async () => {
    const { client, asked } = await added(["C", back, "D", "All servers", back, "All servers, read-only", "Never"]);
    assert.equal(asked[2]?.before, "C");
    assert.deepEqual(client, { name: "D", scopes: [{ readOnly: true }] });
  });

  it("goes back from the list of servers or tools to the name, and ends with a cancel at every step", async () => {
    const { asked } = await added(["C", "Some servers…", back, cancel]);
    assert.deepEqual([asked[3]?.step, asked[3]?.before], ["1/3", "C"]);
    for (const answers of [[], ["C"], ["C", "Some servers…"], ["C", "Some tools…"], ["C", "All servers"]])
      assert.equal((await added([...answers, cancel])).client, undefined);
  });
});
