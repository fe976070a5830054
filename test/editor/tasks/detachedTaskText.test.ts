import assert from "node:assert/strict";
import { detachedTaskText } from "../../../src/editor/tasks/detachedTaskText";

const left = (tool: string, ended = false) => ({ key: tool, tool, ended });

describe("the words for tasks that are left from before", () => {
  for (const [tasks, message] of [
    [[left("dig")], '1 task of "files" is still running (dig).'],
    [[left("dig", true)], '1 task of "files" has ended (dig).'],
    [[left("dig", true), left("mine")], '2 tasks of "files" are still running (dig, mine).'],
    [[left("dig", true), left("mine", true)], '2 tasks of "files" have ended (dig, mine).'],
    [["a", "b", "c", "d"].map((tool) => left(tool)), '4 tasks of "files" are still running (a, b, c, and 1 more).'],
  ] as const)
    it(message, () => assert.equal(detachedTaskText("files", tasks).message, message));

  it("count what their buttons do", () => {
    const { show, cancel } = detachedTaskText("files", [left("dig")]);
    assert.deepEqual([show, cancel], ["Show Result", "Cancel Task"]);
    assert.equal(detachedTaskText("files", [left("dig"), left("mine")]).show, "Show Results");
  });
});
