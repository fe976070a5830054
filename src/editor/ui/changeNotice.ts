import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { Pins } from "../../core/pins/pins";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { CommandId } from "../manifest/commandTable";
import { createBatcher } from "./batcher";
import { noticeText } from "./plainText";

/** Changes of one server within this time are said once. */
const waitMs = 500;

const review: CommandId = "mcpHub.reviewTool";

/** Says that a server changed something that the person agreed to, and offers to look at it. */
export function createChangeNotice(
  stream: Pick<EventStream, "onEvent" | "view">,
  pins: Pick<Pins, "changes">,
  clock: Clock,
): Disposable {
  const store = new DisposableStore();
  const say = async (server: ServerId) => {
    const changes = stream.view.servers.some(({ id }) => id === server) ? pins.changes(server) : [];
    const [only] = changes;
    if (!only) return;
    const { kind, name } = only;
    const button = message("button.reviewChange", "Review Change");
    const chosen = await vscode.window.showWarningMessage(noticeText(textOf(server, changes.length)), button);
    if (chosen !== button) return;
    await vscode.commands.executeCommand(review, changes.length === 1 ? { server, name, kind } : { server });
  };
  const batcher = store.add(
    createBatcher<ServerId>(clock, waitMs, (servers) => {
      for (const server of servers) void say(server);
    }),
  );
  store.add(stream.onEvent((event) => event.type === "pin.changed" && batcher.add(event.server)));
  return store;
}

const textOf = (server: ServerId, count: number): string =>
  count === 1
    ? message(
        "changes.one",
        'The server "{server}" changed something that you allowed. Review it before a model uses it again.',
        { server },
      )
    : message(
        "changes.many",
        'The server "{server}" changed {count} things that you allowed. Review them before a model uses them again.',
        { server, count },
      );
