import assert from "node:assert/strict";
import { logsDuring } from "../../webview-ui/details/logsDuring";
import type { Row } from "../../webview-ui/row";

const row = (id: number, at: number, some: Partial<Row> = {}): Row => ({
  ...{ id, at, kind: "stderr", level: "info", server: "files", text: "" },
  ...some,
});
const split = { approval: 50, queue: 0, waits: 0, server: 100 };
const call = (some: Partial<NonNullable<Row["call"]>> = {}): Row =>
  row(2, 100, { kind: "call", call: { id: "c", method: "tools/call", tool: "read", ms: 100, split, ...some } });
const ids = (of: Row, list: readonly Row[]) => logsDuring(of, list).map(({ id }) => id);

describe("what a server logged during a call", () => {
  it("are its own lines from the start of the call to its end, the person's time included", () => {
    const list = [
      row(1, 99),
      call(),
      row(3, 100),
      row(4, 150, { kind: "server" }),
      row(5, 150, { server: "mail" }),
      row(6, 150, { kind: "state" }),
      row(7, 150, { kind: "notification" }),
      row(8, 250),
      row(9, 251),
      row(10, 252),
    ];
    assert.deepEqual(ids(call(), list), [3, 4, 8]);
  });

  it("are none of what is no call, and of one that runs", () => {
    const list = [call(), row(3, 100)];
    assert.deepEqual(ids(row(2, 100), list), []);
    const { ms: _, ...running } = call().call ?? assert.fail();
    assert.deepEqual(ids({ ...call(), call: running }, list), []);
    const { split: __, ...older } = call().call ?? assert.fail();
    assert.deepEqual(ids({ ...call(), call: older }, list), []);
  });

  it("are thirty at most", () => {
    const list = [call(), ...Array.from({ length: 40 }, (_, at) => row(3 + at, 101))];
    assert.equal(ids(call(), list).length, 30);
  });
});
