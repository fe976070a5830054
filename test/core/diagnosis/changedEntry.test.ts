import assert from "node:assert/strict";
import { changedEntry } from "../../../src/core/diagnosis/changedEntry";

describe("an entry after a fix", () => {
  const entry = { command: "npx", env: { A: "1" }, cwd: "/w" };

  it("has another value in the place of the old one", () =>
    assert.equal(
      JSON.stringify(changedEntry(entry, [{ path: ["command"], value: "/bin/npx" }])),
      '{"command":"/bin/npx","env":{"A":"1"},"cwd":"/w"}',
    ));

  it("has a value more, or a deeper one, beside the others", () => {
    assert.deepEqual(changedEntry(entry, [{ path: ["env", "B"], value: "2" }]).env, { A: "1", B: "2" });
    assert.deepEqual(changedEntry({ command: "x" }, [{ path: ["tls", "caFile"], value: "f" }]), {
      command: "x",
      tls: { caFile: "f" },
    });
  });

  it("lacks what was taken out, and stays as it was itself", () => {
    assert.deepEqual(changedEntry(entry, [{ path: ["cwd"], value: undefined }]), { command: "npx", env: { A: "1" } });
    assert.deepEqual(changedEntry(entry, [{ path: ["other"], value: undefined }]), entry);
    assert.equal(entry.cwd, "/w");
  });
});
