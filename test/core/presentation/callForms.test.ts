import assert from "node:assert/strict";
import { asCommandLine, asRestCurl, asScript, asServerCurl } from "../../../src/core/presentation/callForms";
import { compatibilityText } from "../../../src/core/presentation/compatibilityTable";
import { samplingDocument } from "../../../src/core/presentation/samplingDocument";

const call = { server: "files", tool: "read", args: { path: "it's", n: 1 } };

describe("a call as something else makes it", () => {
  it("is a command line, quoted where that is needed", () => {
    assert.equal(asCommandLine(call), `mcp-client-hub call files read --args '{"path":"it'\\''s","n":1}'`);
    const words: readonly [word: string, written: string][] = [
      ["a.b,c:d@e%f+g=h/i-j_9", "a.b,c:d@e%f+g=h/i-j_9"],
      ["a b", "'a b'"],
      ["-x", "'-x'"],
      ["a;b", "'a;b'"],
      ["$HOME", "'$HOME'"],
      ["it's", "'it'\\''s'"],
      ["", "''"],
    ];
    for (const [word, written] of words)
      assert.equal(
        asCommandLine({ server: word, tool: "t", args: {} }),
        `mcp-client-hub call ${written} t --args '{}'`,
      );
  });

  it("is a request to the gateway", () => {
    assert.deepEqual(asRestCurl(call, "http://127.0.0.1:4911").split(" \\\n  "), [
      "curl -s 'http://127.0.0.1:4911/api/v1/mcp/chat'",
      '-H "Authorization: Bearer $HUB_TOKEN"',
      '-H "Content-Type: application/json"',
      `-d '{"server_id":"files","tool_name":"read","tool_input":{"path":"it'\\''s","n":1}}'`,
    ]);
  });

  it("is a request to the server itself", () => {
    assert.deepEqual(asServerCurl({ ...call, args: {} }, "https://a.example/mcp").split(" \\\n  "), [
      "curl -s 'https://a.example/mcp'",
      '-H "Authorization: Bearer $TOKEN"',
      '-H "Content-Type: application/json"',
      '-H "Accept: application/json, text/event-stream"',
      '-H "Mcp-Session-Id: $SESSION"',
      `-d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{}}}'`,
    ]);
  });

  it("is a script over the module", () => {
    const script = asScript(call);
    assert.match(script, /require\("mcp-client-hub\/dist\/headless\.js"\)/);
    assert.match(script, /require\("\.\/servers\.json"\)/);
    assert.match(script, /hub\.callTool\("files", "read", \{\n {4}"path": "it's",\n {4}"n": 1\n {2}\}\)/);
  });
});

describe("the table of revisions", () => {
  it("has a column for each revision, of a width for all rows, and what is offered before what is asked", () => {
    const text = compatibilityText({
      revisions: ["r1", "rev-2"],
      features: [
        { feature: "sampling", use: "asked", revisions: ["r1"] },
        { feature: "tools", use: "offered", revisions: ["r1", "rev-2"] },
        { feature: "a long name of a feature", use: "offered", revisions: [] },
      ],
    });
    assert.deepEqual(text.split("\n"), [
      "| What servers offer       | r1  | rev-2 |",
      "|--------------------------|-----|-------|",
      "| tools                    | yes | yes   |",
      "| a long name of a feature | –   | –     |",
      "",
      "| What servers may ask | r1  | rev-2 |",
      "|----------------------|-----|-------|",
      "| sampling             | yes | –     |",
    ]);
  });
});

describe("what a server asks of a model, as a document", () => {
  const ask = { server: "my files", messages: [], maxTokens: 1, hints: [], tools: [], toolChoice: "auto" } as const;
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0]).toString("base64");

  it("has instructions, each message under its role, and the tools", () => {
    const { name, text } = samplingDocument({
      ...ask,
      system: "Be brief.",
      messages: [
        { role: "user", parts: [{ type: "text", text: "Hello" }] },
        { role: "assistant", parts: [{ type: "tool_use", id: "1", name: "read\nfile", input: { a: 1 } }] },
        {
          role: "user",
          parts: [{ type: "tool_result", id: "1", content: [{ type: "text", text: "It is." }] } as never],
        },
      ],
      tools: [{ name: "read", description: "Reads\na file.", inputSchema: {} } as never],
    });
    assert.equal(name, "my_files-asks-a-model.md");
    assert.equal(
      text,
      [
        "## Instructions\n\nBe brief.",
        "## Server\n\nHello",
        '## Model\n\nAsks for read file:\n\n```json\n{\n  "a": 1\n}\n```',
        "## Server\n\nIt is.",
        "## Tools that the model may ask for\n\n- read: Reads a file.\n",
      ].join("\n\n"),
    );
  });

  it("has at most 80 characters of a tool's name, and 500 of its description", () => {
    const line = (name: number, description: number) =>
      samplingDocument({
        ...ask,
        tools: [{ name: "n".repeat(name), description: "d".repeat(description), inputSchema: {} } as never],
      }).text;
    assert.ok(line(80, 500).endsWith(`\n- ${"n".repeat(80)}: ${"d".repeat(500)}\n`));
    assert.ok(line(81, 1).includes(`\n- ${"n".repeat(80)}…`));
    assert.ok(line(1, 501).includes(`\n- n: ${"d".repeat(500)}…`));
  });

  it("has the pictures beside it, and nothing where nothing is said", () => {
    const image = { type: "image", data: png, mimeType: "image/png" } as const;
    const { text, files } = samplingDocument({ ...ask, messages: [{ role: "user", parts: [image] }] });
    assert.equal(text, "## Server\n\n![image.png](image.png)\n");
    assert.deepEqual(
      files?.map(({ name }) => name),
      ["image.png"],
    );
    assert.equal(samplingDocument(ask).text, "\n");
  });
});
