import { changedText } from "../../core/calls/pinned";
import type { PinSubject } from "../../core/pins/pinStore";
import type { ServerId } from "../../protocol/hubEvent";
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
    text: changedText({ server }, { kind, name }),
    of: kind,
    name,
  }));
