import * as vscode from "vscode";
import type { EventStream } from "../../core/hub/eventStream";
import type { Disposable } from "../../core/kernel/disposable";
import { type Milestone, milestoneKey, reached } from "../manifest/milestones";
import { walkthroughId } from "../manifest/walkthrough";

/**
 * Tells VS Code what a person has reached, for the steps of the walkthrough. VS Code sees a key only if it changes while it knows the
 * walkthrough, which it reads when it is first opened. So each key is true for a moment, and what was reached before is told again then.
 */
export class MilestoneKeys implements Disposable {
  private readonly told = new Set<Milestone>();
  private readonly listener: Disposable;

  constructor(
    stream: EventStream,
    private readonly extensionId: string,
    private readonly report: (error: unknown) => void,
  ) {
    this.listener = stream.onEvent((event) => {
      const milestone = reached(event);
      if (milestone !== undefined) this.reach(milestone);
    });
  }

  /** Only the first time in this window counts. */
  reach(milestone: Milestone): void {
    if (this.told.has(milestone)) return;
    this.told.add(milestone);
    this.tell(milestone).catch(this.report);
  }

  /** Opens the walkthrough, with what is done already. */
  async openWalkthrough(): Promise<void> {
    const category = `${this.extensionId}#${walkthroughId}`;
    await vscode.commands.executeCommand("workbench.action.openWalkthrough", category, false);
    await Promise.all([...this.told].map((milestone) => this.tell(milestone)));
  }

  dispose(): void {
    this.listener.dispose();
  }

  private async tell(milestone: Milestone): Promise<void> {
    for (const value of [true, false])
      await vscode.commands.executeCommand("setContext", milestoneKey(milestone), value);
  }
}
