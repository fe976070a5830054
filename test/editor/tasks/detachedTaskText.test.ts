import assert from "node:assert/strict";
import { detachedTaskText } from "../../../src/editor/tasks/detachedTaskText";

const task = (tool: string, ended = false) => ({ key: tool, tool, ended });

describe("the notification about detached tasks", () => {
  for (const [tasks, message] of [
    [[task("dig")], '1 task of "files" is still running (dig).'],
    [[task("dig", true)], '1 task of "files" has ended (dig).'],
    [[task("dig", true), task("mine")], '2 tasks of "files" are still running (dig, mine).'],
    [[task("dig", true), task("mine", true)], '2 tasks of "files" have ended (dig, mine).'],
    [["a", "b", "c", "d"].map((tool) => task(tool)), '4 tasks of "files" are still running (a, b, c, and 1 more).'],
  ] as const)
    it(message, () => assert.equal(detachedTaskText("files", tasks).message, message));

  it("has buttons in the singular or plural", () => {
    const { show, cancel } = detachedTaskText("files", [task("dig")]);
    assert.deepEqual([show, cancel], ["Show Result", "Cancel Task"]);
    assert.equal(detachedTaskText("files", [task("dig"), task("mine")]).show, "Show Results");
  });
});
