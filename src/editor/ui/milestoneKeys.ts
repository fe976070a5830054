import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Disposable } from "../../core/kernel/disposable";
import { type Milestone, milestoneKey, reached } from "../manifest/milestones";

/** Tells VS Code once of each thing that a person has reached; it remembers the steps of the walkthrough itself. */
export function followMilestones(stream: EventStream, report: (error: unknown) => void): Disposable {
  const told = new Set<Milestone>();
  return stream.onEvent((event) => {
    const milestone = reached(event, stream.view);
    if (milestone === undefined || told.has(milestone)) return;
    told.add(milestone);
    vscode.commands.executeCommand("setContext", milestoneKey(milestone), true).then(undefined, report);
  });
}
