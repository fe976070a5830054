import { safeLine } from "../../core/kernel/redact";
import type { PinSubject } from "../../core/pins/pinStore";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { TreeNode } from "./treeNode";

/** The most changes that have a line each. */
const shown = 5;

/** A line below a server for each thing that changed since the person allowed it. `id`: of the server's node. */
export const changeNodes = (server: ServerId, id: string, changes: readonly PinSubject[]): readonly TreeNode[] =>
  changes.slice(0, shown).map(({ kind, name }) => ({
    id: `${id}/changed/${kind}/${name}`,
    kind: "message",
    server,
    severity: "warning",
    text: textOf({ kind, name }),
    of: kind,
    name,
  }));

/** Short, since it stands in a narrow view below the server. */
function textOf({ kind, name }: PinSubject): string {
  const values = { name: safeLine(name, 80) };
  switch (kind) {
    case "tool":
      return message("tree.toolChanged", '"{name}" changed since you allowed it', values);
    case "prompt":
      return message("tree.promptChanged", 'The prompt "{name}" changed since you allowed it', values);
    case "instructions":
      return message("tree.instructionsChanged", "Its instructions changed");
  }
}
