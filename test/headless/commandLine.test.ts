import assert from "node:assert/strict";
import { parseCommandLine } from "../../src/headless/commandLine";

describe("the command line", () => {
  it("reads each command", () => {
    assert.deepEqual(parseCommandLine(["tools", "--config", "f.json", "--json"]), {
      kind: "tools",
      config: "f.json",
      json: true,
      roots: [],
      timeoutSeconds: 30,
      fromLast: true,
    });
    assert.deepEqual(parseCommandLine(["--config=f", "call", "files", "read", "--args", '{"path":"a"}']), {
      kind: "call",
      config: "f",
      json: false,
      server: "files",
      tool: "read",
      args: { path: "a" },
      roots: [],
    });
    const { roots } = parseCommandLine(["status", "--config", "f", "--root", "a", "--root=b"]) as { roots?: unknown };
    assert.deepEqual(roots, ["a", "b"]);
    const { timeoutSeconds } = parseCommandLine(["status", "--config", "f", "--timeout", "2.5"]) as {
      timeoutSeconds?: unknown;
    };
    assert.equal(timeoutSeconds, 2.5);
    assert.deepEqual(parseCommandLine(["status", "--help"]), { kind: "help", json: false });
    assert.deepEqual(parseCommandLine(["--version", "--json"]), { kind: "version", json: true });
  });

  it("reads compatibility, which needs no file", () => {
    assert.deepEqual(parseCommandLine(["compatibility", "--json"]), { kind: "compatibility", json: true });
  });

  it("reads import, which needs a file only to write", () => {
    assert.deepEqual(parseCommandLine(["import"]), {
      kind: "import",
      from: undefined,
      config: undefined,
      write: false,
      json: false,
    });
    assert.deepEqual(parseCommandLine(["import", "--from", "cursor", "--config", "f", "--write", "--json"]), {
      kind: "import",
      from: "cursor",
      config: "f",
      write: true,
      json: true,
    });
  });

  const wrong: [line: string[], why: RegExp][] = [
    [[], /^The command is missing\./],
    [["run", "--config", "f"], /^There is no command "run"\./],
    [["tools"], /^--config FILE is missing\./],
    [["tools", "x", "--config", "f"], /^"tools" does not take "x"\./],
    [["compatibility", "x"], /^"compatibility" does not take "x"\./],
    [["status", "--args", "{}", "--config", "f"], /^--args belongs to call\./],
    [["tools", "--config", "f", "--timeout", "soon"], /^--timeout must be a number of seconds above 0/],
    [["call", "a", "b", "--config", "f", "--timeout", "1"], /^--timeout belongs to tools and status\./],
    [["call", "files", "--config", "f"], /^call needs a server and a tool\./],
    [["import", "cursor"], /^import takes --from APP or --from FILE; remove "cursor"\./],
    [["import", "--write"], /^--write needs --config FILE/],
    [["call", "a", "b", "c", "--config", "f"], /remove "c"/],
    [["call", "a", "b", "--config", "f", "--args", "{"], /^--args is not JSON/],
    [["call", "a", "b", "--config", "f", "--args", "[1]"], /^--args must be a JSON object/],
    [["tools", "--cofnig", "f"], /Unknown option '--cofnig'/],
    [["tools", "--config"], /--config/],
  ];
  for (const [line, why] of wrong)
    it(`says what is wrong with: ${line.join(" ")}`, () =>
      assert.throws(() => parseCommandLine(line), { code: "bad-config", message: why }));
});
