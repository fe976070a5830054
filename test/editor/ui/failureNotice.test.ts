import assert from "node:assert/strict";
import { commandTable } from "../../../src/editor/manifest/commandTable";
import { failureNotice, failuresNotice } from "../../../src/editor/ui/failureNotice";
import { itemText, noticeText } from "../../../src/editor/ui/plainText";
import type { HubErrorCode } from "../../../src/protocol/hubErrorCode";

const source = { server: "files", tool: "read" };
const labels = (code: HubErrorCode, from: typeof source | undefined = source) =>
  failureNotice({ code, message: "It failed." }, from)?.buttons.map(({ label }) => label);

describe("the notification of a failure", () => {
  it("is absent if the person canceled", () => {
    assert.equal(failureNotice({ code: "cancelled", message: "Cancelled." }, source), undefined);
  });

  const rows: [HubErrorCode, string[]][] = [
    ["exited", ["Diagnose", "Show Log", "Restart", "Open Settings"]],
    ["transport", ["Diagnose", "Show Log", "Restart", "Open Settings"]],
    ["timeout", ["Diagnose", "Show Log", "Restart"]],
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

  it("has buttons for the failed server and the form of the tool", () => {
    const notice = failureNotice({ code: "exited", message: "It ended." }, source);
    assert.deepEqual(
      notice?.buttons.map(({ command, args }) => [command, args]),
      [
        ["mcpHub.diagnose", ["files"]],
        ["mcpHub.showServerLog", ["files"]],
        ["mcpHub.restartServer", ["files"]],
        ["mcpHub.openServerSettings", ["files"]],
      ],
    );
    const edit = failureNotice({ code: "bad-arguments", message: "No." }, source)?.buttons[0];
    assert.deepEqual(edit?.args, [{ server: "files", name: "read" }]);
  });

  it("has buttons for the hub's own log and settings if no server is known", () => {
    const commands = (code: HubErrorCode) =>
      failureNotice({ code, message: "It failed." }, undefined)?.buttons.map(({ command }) => command);
    assert.deepEqual(commands("server-error"), ["mcpHub.showHubLog"]);
    assert.deepEqual(commands("bad-config"), ["mcpHub.openSettings"]);
    assert.deepEqual(commands("bad-arguments"), []);
  });

  it("uses only commands that exist", () => {
    const codes: HubErrorCode[] = ["exited", "internal", "needs-auth", "needs-input", "unknown-server", "bad-config"];
    for (const code of codes)
      for (const { command } of failureNotice({ code, message: "It failed." }, source)?.buttons ?? [])
        assert.ok(Object.hasOwn(commandTable, command), command);
  });

  it("is no error where only a person is needed", () => {
    const severity = (code: HubErrorCode) => failureNotice({ code, message: "No." }, source)?.severity;
    assert.deepEqual((["needs-auth", "needs-consent", "denied", "exited"] as const).map(severity), [
      "warning",
      "warning",
      "warning",
      "error",
    ]);
  });

  it("is one for all servers at which a command failed, and names the first of them", () => {
    const notice = failuresNotice(["a", "b", "c", "d", "e", "f"]);
    assert.equal(notice.message, '6 servers did not connect ("a", "b", "c", "d", "e", …). The servers view says why.');
    assert.deepEqual(
      notice.buttons.map(({ command }) => command),
      ["mcpHub.showServers"],
    );
  });

  it("contains no link from a server", () => {
    const message = "See [the log](command:workbench.action.terminal.new) now.";
    assert.equal(
      failureNotice({ code: "server-error", message }, source)?.message,
      "See [the log] (command:workbench.action.terminal.new) now.",
    );
  });
});

describe("untrusted text in VS Code's own texts", () => {
  it("has no links in a notice, in any spelling", () => {
    for (const text of ["[a](command:x)", "[a]\n(command:x)", "[a]](command:x)", "[a\u200b](https://x)"])
      assert.doesNotMatch(noticeText(text), /\]\(/);
    assert.equal(noticeText("a\nb"), "a b");
  });

  it("has no icons in a list, and is otherwise unchanged", () => {
    assert.equal(itemText("$(check) safe $(loading~spin)"), "\\$(check) safe \\$(loading~spin)");
    assert.equal(itemText("costs $5 (or $(not an icon))"), "costs $5 (or $(not an icon))");
  });
});
