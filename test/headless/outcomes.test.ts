import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diagnosed } from "../../src/headless/doctor/diagnosed";
import { checkUsable, configText } from "../../src/headless/usableConfig";
import { verified } from "../../src/headless/verified";

describe("the outcome of a command", () => {
  const found = (...severities: readonly string[]) =>
    ({
      server: "files",
      findings: severities.map((severity) => ({ severity, code: "c", text: "T.", steps: [] })),
    }) as never;

  it("is 0 from the doctor where every server works, whatever it warns of, and 1 where one does not", () => {
    const code = (...diagnoses: readonly never[]) => diagnosed(diagnoses, true).exitCode;
    assert.deepEqual([code(), code(found()), code(found("warning"), found())], [0, 0, 0]);
    assert.deepEqual([code(found("error")), code(found(), found("warning", "error"))], [1, 1]);
    assert.deepEqual(JSON.parse(diagnosed([found()], true).stdout), { diagnoses: [{ server: "files", findings: [] }] });
    const text = diagnosed([found()], false).stdout;
    assert.match(text, /files[\s\S]*\n$/);
    assert.throws(() => JSON.parse(text));
  });

  it("says where there are no records of the audit", () => {
    const none = { path: "/audit", logs: [], ownKey: undefined };
    const stdout = "There are no records in /audit.\n";
    assert.deepEqual(verified(none, false), { exitCode: 0, stdout, stderr: "" });
    assert.deepEqual(JSON.parse(verified(none, true).stdout), { path: "/audit", intact: true, logs: [] });
  });
});

describe("the file of a command", () => {
  it("is read, or it is said why it cannot be", async () => {
    const folder = await mkdtemp(join(tmpdir(), "config-"));
    try {
      const path = join(folder, "hub.json");
      await assert.rejects(configText(path), {
        code: "bad-config",
        message: /there is no such file\. Correct --config\./,
      });
      await assert.rejects(configText(folder), { code: "bad-config", message: /EISDIR/ });
      await writeFile(path, "{}");
      assert.equal(await configText(path), "{}");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("may have mistakes, as long as it defines a server", () => {
    const check = (definitions: readonly unknown[], ...severities: readonly string[]) =>
      checkUsable(
        { definitions, problems: severities.map((severity) => ({ severity, message: `A ${severity}.` })) } as never,
        "hub.json",
      );
    check([{}], "error");
    check([]);
    check([], "warning");
    assert.throws(() => check([], "warning", "error"), { code: "bad-config", message: "hub.json: A error." });
  });
});
