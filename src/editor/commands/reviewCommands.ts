import * as vscode from "vscode";
import { changedText } from "../../core/calls/pinned";
import type { PinReview } from "../../core/pins/pinReview";
import type { PinSubject } from "../../core/pins/pinStore";
import type { PinKind } from "../../protocol/consentEvent";
import type { ServerId } from "../../protocol/hubEvent";
import { message, nameOfServer } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { itemText, noticeText } from "../ui/plainText";
import { askChoice } from "../ui/quickInput";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";

type ReviewCommand = "mcpHub.reviewTool" | "mcpHub.acceptTool";

/** Compares what a server says now with what the person agreed to, and accepts it. */
export function reviewCommands(ports: CommandPorts): Pick<Commands, ReviewCommand> {
  const { pins, tree, definitionFiles, showFailure } = ports;

  const review = async (argument: unknown) => {
    const { server, name } = targetOf(argument);
    const kind = kindOf(argument);
    const chosen =
      server !== undefined && (name !== undefined || kind === "instructions")
        ? { server, kind, name: name ?? "" }
        : await pickChange(ports, server);
    const found = chosen && pins.review(chosen.server, chosen);
    if (chosen && !found) notify(nothingChanged());
    if (!found) return;
    await definitionFiles.compare(found, comparisonTitle(found));
    void offer(found);
  };

  /** The comparison stays on the screen meanwhile, and its title has the same action. */
  const offer = async (found: PinReview) => {
    const accept = message("button.acceptChange", "Accept Change");
    const question = message("review.question", "{change} Accept it as it is now?", {
      change: changedText(found, found),
    });
    const later = message("button.keepWithheld", "Keep It Withheld");
    const answer = await vscode.window.showWarningMessage(noticeText(question), accept, later);
    if (answer !== accept) return;
    await acceptIt(found).catch((error: unknown) => showFailure(error, { server: found.server }));
  };

  const acceptIt = async (found: PinReview) => {
    if (!pins.review(found.server, found)) return notify(nothingChanged());
    await pins.accept(found.server, found, found.digest);
    tree.refresh(found.server);
    notify(
      message(
        "review.accepted",
        'The change of {what} of "{server}" is accepted. What you allowed is in effect again.',
        {
          what: whatOf(found),
          server: found.server,
        },
      ),
    );
  };

  return {
    "mcpHub.reviewTool": review,
    "mcpHub.acceptTool": async (comparison) => {
      const found = definitionFiles.reviewAt(comparison);
      // Without a comparison nothing was seen, so there is nothing to accept.
      if (found) await acceptIt(found);
      else await review(undefined);
    },
  };

  async function pickChange({ stream }: CommandPorts, only: ServerId | undefined) {
    const items = stream.view.servers
      .filter(({ id }) => only === undefined || id === only)
      .flatMap(({ id }) =>
        pins.changes(id).map((subject) => ({
          label: `$(warning) ${itemText(whatOf(subject))}`,
          description: itemText(nameOfServer(id)),
          value: { server: id, ...subject },
        })),
      );
    if (items.length === 0) return void notify(nothingChanged());
    const title = message("command.reviewTool", "Review Changed Tool");
    const placeholder = message("review.choose", "Select what to compare");
    const reply = await askChoice({ title, placeholder }, items);
    return reply.kind === "value" ? reply.value : undefined;
  }
}

const notify = (text: string): void => void vscode.window.showInformationMessage(noticeText(text));

const nothingChanged = (): string => message("review.none", "Nothing has changed since you allowed it.");

const comparisonTitle = (found: PinReview): string =>
  message("review.title", "{what} of {server}: as you allowed it ↔ now", {
    what: found.kind === "instructions" ? message("definition.instructions", "Instructions") : itemText(found.name, 80),
    server: found.server,
  });

function whatOf({ kind, name }: PinSubject): string {
  switch (kind) {
    case "tool":
      return message("review.tool", 'the tool "{name}"', { name: itemText(name, 80) });
    case "prompt":
      return message("review.prompt", 'the prompt "{name}"', { name: itemText(name, 80) });
    case "instructions":
      return message("review.instructions", "the instructions");
  }
}

/** A tree node says what it is, a message about a change what it is about; anything else with a name is a tool. */
function kindOf(argument: unknown): PinKind {
  if (typeof argument !== "object" || argument === null) return "tool";
  const said: unknown = Reflect.get(argument, "of") ?? Reflect.get(argument, "kind");
  return said === "prompt" || said === "instructions" ? said : "tool";
}
