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
  const changesOf = (server: ServerId) =>
    stream.view.servers.some(({ id }) => id === server) ? pins.changes(server) : [];
  const say = async (server: ServerId) => {
    if (changesOf(server).length === 0) return;
    const button = message("button.reviewChange", "Review Change");
    // The same words however much has changed: VS Code then shows one notification, also where more changes later.
    const chosen = await vscode.window.showWarningMessage(noticeText(textOf(server)), button);
    if (chosen !== button) return;
    const [only, ...others] = changesOf(server);
    const one = only && others.length === 0 && { name: only.name, kind: only.kind };
    await vscode.commands.executeCommand(review, { server, ...one });
  };
  const batcher = store.add(
    createBatcher<ServerId>(clock, waitMs, (servers) => {
      for (const server of servers) void say(server);
    }),
  );
  store.add(stream.onEvent((event) => event.type === "pin.changed" && batcher.add(event.server)));
  return store;
}

const textOf = (server: ServerId): string =>
  message(
    "changes.some",
    'The server "{server}" changed something that you allowed. Review it before a model uses it again.',
    { server },
  );
