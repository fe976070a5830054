import assert from "node:assert/strict";
import { ServerRows } from "../../../src/editor/tree/serverRows";
import type { TreeSource } from "../../../src/editor/tree/treeNode";
import type { ConnectionState } from "../../../src/protocol/connectionState";
import { emptyView } from "../../../src/protocol/hubView";
import { failed, ready, treeSource } from "../../support/treeFixture";

/** Rows over a tree in which a test sets the state of the server `files`. */
function setUp() {
  let { view } = treeSource({ states: { files: ready } });
  const source: TreeSource = {
    ...treeSource({}),
    get view() {
      return view;
    },
  };
  const rows = new ServerRows(source);
  const becomes = (state: ConnectionState) => {
    ({ view } = treeSource({ states: { files: state } }));
    return rows.hasChanged("files");
  };
  return { rows, becomes, clear: () => (view = emptyView) };
}

const away = (until: number, reason = failed.error.message): ConnectionState => ({
  ...failed,
  error: { ...failed.error, message: reason },
  until,
});

describe("the row of a server", () => {
  it("is the same while the server is tried again and fails for the same reason", () => {
    const { becomes } = setUp();
    assert.equal(becomes(away(1000)), true);
    assert.equal(becomes(away(2000)), false);
    assert.equal(becomes(away(3000)), false);
  });

  it("says something else with another state, and with another reason in the message below it", () => {
    const { becomes } = setUp();
    becomes(away(1000));
    assert.equal(becomes(away(1000, "Nothing listens there.")), true);
    assert.equal(becomes(ready), true);
    assert.equal(becomes(ready), false);
  });

  it("counts as changed where it is new again, or the server is not there", () => {
    const { rows, becomes, clear } = setUp();
    assert.equal(becomes(ready), true);
    rows.forget("files");
    assert.equal(becomes(ready), true);
    clear();
    assert.equal(rows.hasChanged("files"), true);
  });
});
