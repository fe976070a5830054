import assert from "node:assert/strict";
import { auditCommand } from "../../../src/editor/commands/auditCommand";
import type { CommandPorts } from "../../../src/editor/commands/commandPorts";

describe("Show Audit", () => {
  it("shows the latest 200 records as a document, once everything is written", async () => {
    const done: string[] = [];
    const opened: { name: string; text: string; isRendered?: boolean | undefined }[] = [];
    const audit = {
      folder: "/home/ada/audit",
      mode: () => "batched",
      settle: async () => {
        await Promise.resolve();
        done.push("settled");
      },
      check: async () => {
        done.push("check");
        return [];
      },
      latest: async (count: number) => {
        done.push(`latest ${count}`);
        return [{ seq: 7, time: "2026-11-29T06:05:00.000Z", type: "call.ended", server: "files" }];
      },
      ownKey: async () => undefined,
    };
    const documents = {
      open: async (document: (typeof opened)[number]) => {
        await Promise.resolve();
        opened.push(document);
      },
    };
    await auditCommand({ audit, documents } as unknown as CommandPorts)["mcpHub.showAudit"]();
    assert.deepEqual(done, ["settled", "check", "latest 200"]);
    assert.deepEqual(
      opened.map(({ name, isRendered }) => ({ name, isRendered })),
      [{ name: "MCP Hub audit.md", isRendered: true }],
    );
    assert.match(opened[0]?.text ?? "", /\n\| 7 \| 2026.*files/);
  });
});
