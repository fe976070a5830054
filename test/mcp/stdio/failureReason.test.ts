import assert from "node:assert/strict";
import { failureReason, outputLine } from "../../../src/mcp/stdio/failureReason";
import { stoppedError } from "../../../src/mcp/stdio/stoppedError";

/** What programs write when they do not start, in the forms that are common. */
const rows: [what: string, output: string, line: string | undefined, nextStep?: string][] = [
  [
    "an error above its usage text",
    `Error: No access token was provided. Pass one with --access-token or via EXAMPLE_ACCESS_TOKEN.

Usage: example-mcp [options]
Options:
  --access-token <token>  the token
  --host <host>           the host
  --help                  this text`,
    "Error: No access token was provided. Pass one with --access-token or via EXAMPLE_ACCESS_TOKEN.",
    'Set EXAMPLE_ACCESS_TOKEN in "env", or write --access-token into "args"',
  ],
  [
    "an error between a banner and a stack",
    `Example server v1.2.3
/srv/example/dist/index.js:12
    throw new Error("EXAMPLE_API_KEY environment variable is required");
    ^

Error: EXAMPLE_API_KEY environment variable is required
    at Object.<anonymous> (/srv/example/dist/index.js:12:11)
    at Module._compile (node:internal/modules/cjs/loader:1554:14)

Node.js v24.1.0`,
    "Error: EXAMPLE_API_KEY environment variable is required",
    'Set EXAMPLE_API_KEY in "env" of its entry',
  ],
  [
    "a missing module",
    `node:internal/modules/cjs/loader:1228
  throw err;
  ^

Error: Cannot find module '/srv/example/index.js'
    at Function._resolveFilename (node:internal/modules/cjs/loader:1225:15) {
  code: 'MODULE_NOT_FOUND',
  requireStack: []
}`,
    "Error: Cannot find module '/srv/example/index.js'",
  ],
  [
    "a Python traceback",
    `Traceback (most recent call last):
  File "/srv/example/server.py", line 3, in <module>
    import requests
ModuleNotFoundError: No module named 'requests'`,
    "ModuleNotFoundError: No module named 'requests'",
  ],
  [
    "a line with a level and the remnants of colors",
    "[31mERROR[39m starting\n[31mERROR[39m Missing required option: --project-id",
    "ERROR Missing required option: --project-id",
    'Write --project-id into "args" of its entry',
  ],
  [
    "an error that is printed as an object",
    `ZodError: [
  {
    "code": "custom",
    "path": ["auth"],
    "message": "Universal auth is chosen, but EXAMPLE_CLIENT_ID is missing"
  }
]
    at main (/srv/example/index.js:3:1) {
  issues: [ { code: 'custom' } ]
}`,
    "Universal auth is chosen, but EXAMPLE_CLIENT_ID is missing",
    'Set EXAMPLE_CLIENT_ID in "env" of its entry',
  ],
  [
    "a key without a name",
    "starting\nFatal: no API key",
    "Fatal: no API key",
    'Give it the key that it asks for, in "env" or "args" of its entry',
  ],
  ["a plain sentence", "reading config\nPort 3000 is already in use\nbye", "Port 3000 is already in use"],
  ["nothing of the kind", "hello\nbye", undefined],
  ["nothing", "", undefined],
];

describe("the reason of a failed start", () => {
  for (const [what, output, line, nextStep] of rows)
    it(`is found in ${what}`, () => {
      const lines = output.split("\n").map((one) => outputLine(one.trim()));
      const found = failureReason(lines.filter((one) => one !== ""));
      assert.deepEqual([found.line, found.nextStep], [line, nextStep]);
    });

  it("comes first in the message, the rest stays, and the advice names what is missing", () => {
    const [, output = ""] = rows[0] ?? [];
    const { code, message } = stoppedError(
      "example",
      { words: "exit code 1", code: 1, signal: null },
      output.split("\n").map((line) => line.trim()),
    );
    assert.equal(code, "exited");
    assert.match(message, /^"example" stopped: Error: No access token was provided\./);
    assert.match(message, /ended with exit code 1\. Set EXAMPLE_ACCESS_TOKEN in "env", or .*, then restart it\./);
    assert.match(message, /The rest of its output: Usage: example-mcp \[options\] \|/);
    assert.doesNotMatch(message, /Check the command/);
  });

  it("is the exit alone where nothing was said", () =>
    assert.equal(
      stoppedError("example", { words: "signal SIGKILL", code: null, signal: "SIGKILL" }, []).message,
      '"example" stopped: its process ended with signal SIGKILL. Check the command, then restart it.',
    ));
});
