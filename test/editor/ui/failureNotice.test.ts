import assert from "node:assert/strict";
import { commandTable } from "../../../src/editor/manifest/commandTable";
import { failureNotice } from "../../../src/editor/ui/failureNotice";
import { itemText, noticeText } from "../../../src/editor/ui/plainText";
import type { HubErrorCode } from "../../../src/protocol/hubErrorCode";

const at = { server: "files", tool: "read" };
const labels = (code: HubErrorCode, where: typeof at | undefined = at) =>
  failureNotice({ code, message: "It failed." }, where)?.buttons.map(({ label }) => label);

describe("the notification of a failure", () => {
  it("says nothing when the person gave up", () => {
    assert.equal(failureNotice({ code: "cancelled", message: "Cancelled." }, at), undefined);
  });

  const rows: [HubErrorCode, string[]][] = [
    ["exited", ["Show Log", "Restart"]],
    ["timeout", ["Show Log", "Restart"]],
    ["not-connected", ["Connect", "Show Log"]],
    ["bad-config", ["Open Settings"]],
    ["needs-input", ["Set Secret…", "Open Settings"]],
    ["bad-arguments", ["Edit Arguments"]],
    ["unknown-tool", ["Show Servers"]],
    ["untrusted", ["Manage Workspace Trust"]],
    ["denied", []],
  ];
  for (const [code, expected] of rows)
    it(`${code} → ${expected.join(", ")}`, () => assert.deepEqual(labels(code), expected));

  it("leads to the server that failed, and to the form of the tool", () => {
    const words = failureNotice({ code: "exited", message: "It ended." }, at);
    assert.deepEqual(
      words?.buttons.map(({ command, args }) => [command, args]),
      [
        ["mcpHub.showServerLog", ["files"]],
        ["mcpHub.restartServer", ["files"]],
      ],
    );
    const edit = failureNotice({ code: "bad-arguments", message: "No." }, at)?.buttons[0];
    assert.deepEqual(edit?.args, [{ server: "files", name: "read" }]);
  });

  it("leads to the hub's own log and settings where no server is known", () => {
    const commands = (code: HubErrorCode) =>
      failureNotice({ code, message: "It failed." }, undefined)?.buttons.map(({ command }) => command);
    assert.deepEqual(commands("server-error"), ["mcpHub.showHubLog"]);
    assert.deepEqual(commands("bad-config"), ["mcpHub.openSettings"]);
    assert.deepEqual(commands("bad-arguments"), []);
  });

  it("offers only commands that exist", () => {
    const codes: HubErrorCode[] = ["exited", "internal", "needs-auth", "needs-input", "unknown-server", "bad-config"];
    for (const code of codes)
      for (const { command } of failureNotice({ code, message: "It failed." }, at)?.buttons ?? [])
        assert.ok(Object.hasOwn(commandTable, command), command);
  });

  it("makes no link of what a server wrote", () => {
    const message = "See [the log](command:workbench.action.terminal.new) now.";
    assert.equal(
      failureNotice({ code: "server-error", message }, at)?.message,
      "See [the log] (command:workbench.action.terminal.new) now.",
    );
  });
});

describe("text of others in VS Code's own texts", () => {
  it("has no links in a notice, however it is written", () => {
    for (const text of ["[a](command:x)", "[a]\n(command:x)", "[a]](command:x)", "[a\u200b](https://x)"])
      assert.doesNotMatch(noticeText(text), /\]\(/);
    assert.equal(noticeText("a\nb"), "a b");
  });

  it("has no icons in a list, and stays as it is otherwise", () => {
    assert.equal(itemText("$(check) safe $(loading~spin)"), "\\$(check) safe \\$(loading~spin)");
    assert.equal(itemText("costs $5 (or $(not an icon))"), "costs $5 (or $(not an icon))");
  });
});
