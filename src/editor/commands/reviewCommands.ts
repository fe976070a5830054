import { changedText } from "../../core/calls/pinned";
import type { PinReview } from "../../core/pins/pinReview";
import type { PinSubject } from "../../core/pins/pinStore";
import type { PinKind } from "../../protocol/consentEvent";
import type { ServerId } from "../../protocol/hubEvent";
import { message, nameOfServer } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { itemText } from "../ui/plainText";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";

type ReviewCommand = "mcpHub.reviewTool" | "mcpHub.acceptTool";

type ReviewPorts = Pick<CommandPorts, "pins" | "tree" | "definitionFiles" | "showFailure" | "stream" | "screen">;

/** Compares what a server says now with what the person agreed to, and accepts it. */
export function reviewCommands(ports: ReviewPorts): Pick<Commands, ReviewCommand> {
  const { pins, tree, definitionFiles, showFailure, screen } = ports;

  const review = async (argument: unknown) => {
    const { server, name } = targetOf(argument);
    const kind = kindOf(argument);
    const chosen =
      server !== undefined && (name !== undefined || kind === "instructions")
        ? { server, kind, name: name ?? "" }
        : await pickChange(ports, server);
    const found = chosen && pins.review(chosen.server, chosen);
    if (chosen && !found) screen.say(nothingChanged());
    if (!found) return;
    await definitionFiles.compare(found, comparisonTitle(found));
    offer(found);
  };

  /** The comparison stays on the screen meanwhile, and its title has the same action. */
  const offer = (found: PinReview): void => {
    const question = message("review.question", "{change} Accept it as it is now?", {
      change: changedText(found, found),
    });
    const accept = { label: message("button.acceptChange", "Accept Change"), run: () => acceptIt(found) };
    const later = { label: message("button.keepWithheld", "Keep It Withheld"), run: () => {} };
    screen.follow(question, [accept, later], {
      isWarning: true,
      failed: (error) => showFailure(error, { server: found.server }),
    });
  };

  const acceptIt = async (found: PinReview) => {
    if (!pins.review(found.server, found)) return screen.say(nothingChanged());
    await pins.accept(found.server, found, found.digest);
    tree.refresh(found.server);
    screen.say(
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

  async function pickChange({ stream }: ReviewPorts, only: ServerId | undefined) {
    const items = stream.view.servers
      .filter(({ id }) => only === undefined || id === only)
      .flatMap(({ id }) =>
        pins.changes(id).map((subject) => ({
          label: `$(warning) ${itemText(whatOf(subject))}`,
          description: itemText(nameOfServer(id)),
          value: { server: id, ...subject },
        })),
      );
    if (items.length === 0) return void screen.say(nothingChanged());
    const title = message("command.reviewTool", "Review Changed Tool");
    const placeholder = message("review.choose", "Select what to compare");
    const reply = await screen.choice({ title, placeholder }, items);
    return reply.kind === "value" ? reply.value : undefined;
  }
}

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
