import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLinks } from "../../support/openLinks";

describe("a program that does not start", function () {
  this.timeout(20_000);
  before(function () {
    if (process.platform === "win32") this.skip(); // there, a shell starts every program
  });
  const open = openLinks();
  const folder = mkdtempSync(join(tmpdir(), "spawn-"));
  after(() => rmSync(folder, { recursive: true }));

  function file(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, 0o755);
    return path;
  }

  const rows: [what: string, command: () => string, message: RegExp][] = [
    [
      "a tilde",
      () => "~/no-such/server",
      /Only a shell replaces "~": write the full path, or \$\{userHome\} in its place/,
    ],
    [
      "arguments in the command",
      () => "npx -y some-server",
      /write "npx" there, and "-y", "some-server" into "args"\./,
    ],
    [
      "arguments after a path",
      () => `${process.execPath} --version`,
      /"command" holds the program alone: write ".*node" there, and "--version" into "args"\./,
    ],
    [
      "a missing interpreter",
      () => file("script", "#!/no/such/python3 -u\nprint()\n"),
      /exists, but "\/no\/such\/python3", which its first line names, does not\./,
    ],
    [
      "line ends of Windows",
      () => file("crlf", "#!/bin/sh\r\necho\r\n"),
      /has Windows line endings.*Save it with LF line endings\./,
    ],
    ["a folder", () => folder, /is a folder\. Write a program in it into "command"/],
  ];
  for (const [what, command, message] of rows)
    it(`is told what to do about ${what}`, () =>
      assert.rejects(open({ kind: "stdio", server: "odd", command: command(), args: [], env: {} }), {
        code: "spawn-failed",
        message,
      }));

  it("in a shell, with its exit code and words, however fast it ends", async () => {
    const args = ["-c", "echo 'EXAMPLE_KEY is missing' >&2; exit 3"];
    for (let i = 0; i < 5; i++)
      await assert.rejects(open({ kind: "stdio", server: "quick", command: "/bin/sh", args, env: {} }), {
        code: "exited",
        message:
          '"quick" stopped: EXAMPLE_KEY is missing. Its process ended with exit code 3. Set EXAMPLE_KEY in "env" of its entry, then restart it.',
      });
  });
});
