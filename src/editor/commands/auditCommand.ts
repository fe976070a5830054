import { auditText } from "../content/auditText";
import type { Commands } from "../manifest/commandTable";
import type { CommandPorts } from "./commandPorts";

/** So many records are shown; the files have all of them. */
const shown = 200;

/** Shows whether the audit is intact, and what it recorded last. */
export const auditCommand = ({ audit, documents }: CommandPorts): Pick<Commands, "mcpHub.showAudit"> => ({
  "mcpHub.showAudit": async () => {
    await audit.settle();
    const [checks, records, ownKey] = await Promise.all([audit.check(), audit.latest(shown), audit.ownKey()]);
    const text = auditText({ mode: audit.mode(), folder: audit.folder, checks, records, ownKey });
    await documents.open({ name: "MCP Hub audit.md", text, isRendered: true });
  },
});
