import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import type { RunStep } from "../../../core/development/conformance/conformance";
import { suitePackage, suiteVersion } from "../../../core/development/conformance/scenarios";
import { oldestNode } from "../../../core/development/conformance/suiteNeeds";
import { message, nameOfServer } from "../../../protocol/message";
import { noticeText } from "../../ui/plainText";

/** The question before a run, and what it says below. */
export function conformanceQuestion({ id, entry }: ServerDefinition): {
  readonly text: string;
  readonly detail: string;
} {
  const isProgram = entry.kind === "valid" && "command" in entry.config;
  const parts = {
    suite: `${suitePackage} ${suiteVersion}`,
    server: noticeText(nameOfServer(id), 80),
    oldest: oldestNode,
  };
  return {
    text: message("conformance.question", 'Run the official MCP conformance suite on "{server}"?', parts),
    detail: isProgram
      ? message(
          "conformance.programDetail",
          'npx downloads {suite} if needed and runs it with your Node.js ({oldest} or later). The hub starts the program of "{server}" once or more for each scenario. Its connection is not touched.',
          parts,
        )
      : message(
          "conformance.addressDetail",
          'npx downloads {suite} if needed and runs it with your Node.js ({oldest} or later). The suite sends its requests to the address of "{server}".',
          parts,
        ),
  };
}

/** What a run does now, for its notification. */
export function stepText(step: RunStep): string {
  switch (step.kind) {
    case "preparing":
      return message("conformance.preparing", "getting the suite");
    case "connecting":
      return message("conformance.connectingNow", "asking the server for its revisions");
    case "scenario":
      return message("conformance.step", "scenario {number} of {total}, {name}", {
        number: step.done + 1,
        total: step.total,
        name: step.name,
      });
  }
}
