import assert from "node:assert/strict";
import { secretKey } from "../../../../src/core/config/secrets/secretKey";
import { missingValues } from "../../../../src/editor/settings/diagnostics/missingValues";
import { defined } from "../../../support/planFixture";

describe("values that a server needs and that are not there", () => {
  const definition = defined(
    {
      command: "${env:SET}",
      args: ["${env:NONE}", "${env:NONE}", "${env:NONE:-x}", "${userHome}"],
      env: { A: "${input:there}", B: "${input:asked}", C: "${secret:gone}" },
    },
    { id: "files-b", key: "files", scope: "folder", source: "/w/b" },
  );
  const stored = new Set([secretKey(definition, "there")]);
  const look = { isStored: async (key: string) => stored.has(key), isSet: (name: string) => name === "SET" };

  it("are hinted at where they are needed first, with a command that asks for them", async () => {
    const hints = await missingValues([definition], look);
    assert.deepEqual(
      hints.map(({ path, severity, fix, scope, source }) => [path.slice(1), severity, fix, scope, source]),
      [
        [["files", "args", 0], "warning", undefined, "folder", "/w/b"],
        [["files", "env", "B"], undefined, fixFor("asked"), "folder", "/w/b"],
        [["files", "env", "C"], "warning", fixFor("gone"), "folder", "/w/b"],
      ],
    );
    assert.match(
      hints[0]?.message ?? "",
      /^Server "files-b": the environment variable "NONE" is not set\. Set it in your login shell/,
    );
  });

  it("are of no interest in a server that is off, or whose entry is wrong", async () => {
    const error = { code: "bad-config", message: "no" } as const;
    const others = [
      { ...definition, enabled: false },
      { ...definition, entry: { kind: "invalid", error } as const },
    ];
    assert.deepEqual(await missingValues(others, look), []);
  });
});

const fixFor = (name: string) => ({
  title: `Enter a value for "${name}"…`,
  command: "mcpHub.setSecret",
  target: { server: "files-b", name },
});
