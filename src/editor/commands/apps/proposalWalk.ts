import type { App } from "../../../core/apps/app";
import type { System } from "../../../core/apps/system";
import type { Grant } from "../../../core/apps/use/appClients";
import type { AppUse, Copied, Done, Proposal, Refusal } from "../../../core/apps/use/appUse";
import { hideTokens } from "../../../core/apps/use/hubEntry";
import type { Way } from "../../../core/apps/use/ways";
import type { Options } from "../../../core/config/schema/settings";
import { message } from "../../../protocol/message";
import type { ProposalFiles } from "../../content/proposalFiles";
import type { FollowUp } from "../../ui/followUp";
import { itemText } from "../../ui/plainText";
import type { ChoiceItem } from "../../ui/quickInput";
import type { Screen } from "../../ui/screen";
import type { ShowFailure } from "../../ui/showFailure";
import { comparisonText, doneText, mustOpen, questionText, shownPath, writeDetail } from "./useFromText";

/** What the commands about other apps need. */
export interface AppCommandPorts {
  readonly use: AppUse;
  readonly system: () => System;
  readonly proposals: ProposalFiles;
  /** The setting `mcpHub.gateway`. */
  readonly gateway: () => Options["gateway"];
  /** The names of the profiles. */
  readonly profiles: () => readonly string[];
}

/** A change that a person is asked about. */
export interface Request {
  readonly title: string;
  propose(): Promise<Proposal | Refusal>;
  /** For a file that cannot be written, and for people who prefer to paste. */
  readonly copy?: { readonly app: App; readonly way: Way; readonly grant: Grant };
  readonly path: string;
  /** Copying is the first choice. */
  readonly prefersCopy?: boolean;
}

type Answer = "write" | "copy" | "cancel";

/** Shows a change before it is made, asks once, makes it, and offers the way back. */
export class ProposalWalk {
  constructor(
    private readonly ports: AppCommandPorts & { readonly screen: Screen; readonly turnOnGateway: () => Promise<void> },
    private readonly showFailure: ShowFailure,
  ) {}

  async run(request: Request): Promise<void> {
    for (let hasChanged = false; ; hasChanged = true) {
      if (await this.isUnsaved(request)) return;
      const proposal = await request.propose();
      if (proposal.kind === "refused") return this.refuse(request, proposal);
      if (proposal.before === proposal.after) return this.say(this.sameText(proposal));
      const answer = await this.ask(request, proposal, hasChanged);
      if (answer === "cancel") return;
      if (answer === "copy") return this.copy(request);
      if (await this.isUnsaved(request)) return;
      const done = await this.ports.use.write(proposal, request.copy?.grant);
      if (done === "changed") continue;
      await this.openGateway(proposal.form);
      return this.offerUndo(proposal, done);
    }
  }

  /** Copies the entry, which a person pastes. */
  async copy({ copy }: Pick<Request, "copy">): Promise<void> {
    if (!copy) return;
    const { app, way, grant } = copy;
    const copied = await this.ports.use.copy(app, way, grant);
    await this.openGateway(way.form);
    await this.ports.screen.copy(copied.text);
    this.follow(this.copiedText(app, way, copied), copied.token === undefined ? [] : [this.copyToken(copied.token)]);
  }

  private async ask(request: Request, proposal: Proposal, hasChanged: boolean): Promise<Answer> {
    const { ports } = this;
    const file = this.shown(request.path);
    const comparison = await ports.proposals.compare(
      request.path,
      hideTokens(proposal.before ?? ""),
      hideTokens(proposal.after),
      comparisonText(proposal, file),
    );
    try {
      const placeholder = hasChanged
        ? message("apps.changedMeanwhile", "The file has changed since it was shown. This is the change to it now.")
        : mustOpen(proposal.form, ports.gateway())
          ? message("apps.compareOpen", 'Look at the change, then choose. "mcpHub.gateway" becomes "on" as well.')
          : message("apps.compare", "Look at the change, then choose");
      const title = `${request.title}: ${questionText(proposal, file)}`;
      const reply = await ports.screen.choice({ title, placeholder }, this.answers(request, proposal));
      return reply.kind === "value" ? reply.value : "cancel";
    } finally {
      comparison.dispose();
    }
  }

  private answers({ copy, prefersCopy }: Request, proposal: Proposal): readonly ChoiceItem<Answer>[] {
    const { form } = proposal;
    const opens = mustOpen(form, this.ports.gateway());
    const open = opens ? message("apps.writeOpen", "Write, and Turn On the Gateway") : message("apps.write", "Write");
    const write: ChoiceItem<Answer> = {
      label: form === undefined ? message("apps.remove", "Remove") : open,
      description: writeDetail(proposal),
      value: "write",
    };
    const paste: ChoiceItem<Answer> = {
      label: opens
        ? message("apps.copyOpen", "Copy Instead, and Turn On the Gateway")
        : message("apps.copy", "Copy Instead"),
      description: message("apps.copyDetail", "no file is changed"),
      value: "copy",
    };
    const cancel: ChoiceItem<Answer> = { label: message("apps.cancel", "Cancel"), value: "cancel" };
    if (!copy) return [write, cancel];
    return prefersCopy ? [paste, write, cancel] : [write, paste, cancel];
  }

  private offerUndo(proposal: Proposal, done: Done): void {
    const { file } = proposal;
    const text = doneText(proposal, this.shown(file.path), this.ports.system().platform);
    this.follow(text, [
      ...(done.token === undefined ? [] : [this.copyToken(done.token)]),
      { label: message("apps.undo", "Undo"), run: () => this.undo(proposal, done) },
      this.openFile(file.path),
    ]);
  }

  private async undo({ file }: Proposal, done: Done): Promise<void> {
    const shown = this.shown(file.path);
    const undone = await done.undo();
    if (undone.kind === "changed")
      return this.follow(
        message(
          "apps.notUndone",
          "{file} was not changed back: it has changed since. What it held before is in {backup}.",
          {
            file: shown,
            backup: done.backup ?? message("apps.noBackup", "no backup, since there was no file"),
          },
        ),
        [this.openFile(file.path)],
      );
    const { token } = undone;
    if (token === undefined) return this.say(message("apps.undone", "{file} is as it was.", { file: shown }));
    this.follow(
      message("apps.undoneToken", "{file} is as it was. Its token was revoked, so its variable needs a new one.", {
        file: shown,
      }),
      [this.copyToken(token)],
    );
  }

  private refuse(request: Request, { reason, line, column }: Refusal): void {
    const text = message("apps.refused", "{file} was not changed. {reason}", {
      file: this.shown(request.path),
      reason,
    });
    const copy = { label: message("apps.copyEntry", "Copy Entry"), run: () => this.copy(request) };
    this.follow(text, [this.openFile(request.path, line, column), ...(request.copy ? [copy] : [])], true);
  }

  /** Whether an editor has changes of the file that are not saved; the person is told then. */
  private async isUnsaved({ path }: Request): Promise<boolean> {
    if (!this.ports.screen.isUnsaved(path)) return false;
    const text = message(
      "apps.unsaved",
      "{file} was not changed: it has unsaved changes. Save or revert them, then try again.",
      {
        file: this.shown(path),
      },
    );
    this.follow(text, [this.openFile(path)], true);
    return true;
  }

  private async openGateway(form: Way["form"] | undefined): Promise<void> {
    if (mustOpen(form, this.ports.gateway())) await this.ports.turnOnGateway();
  }

  private sameText({ app, next, file }: Proposal): string {
    return [
      message("apps.same", "{app} already has the hub in {file}.", { app: app.name, file: this.shown(file.path) }),
      ...next,
    ].join(" ");
  }

  private copiedText(app: App, { form }: Way, { next }: Copied): string {
    const done =
      form === "token"
        ? message("apps.copiedToken", "The entry for {app} was copied, with a token of its own.", { app: app.name })
        : message("apps.copied", "The entry for {app} was copied.", { app: app.name });
    return [done, ...next].join(" ");
  }

  private shown(path: string): string {
    return itemText(shownPath(path, this.ports.system()), 200);
  }

  private say(text: string): void {
    this.ports.screen.say(text);
  }

  private follow(text: string, buttons: readonly FollowUp[], isError = false): void {
    this.ports.screen.follow(text, buttons, { isError, failed: (error) => this.showFailure(error) });
  }

  private copyToken(token: string): FollowUp {
    return { label: message("apps.copyToken", "Copy Token"), run: () => this.ports.screen.copy(token) };
  }

  private openFile(path: string, line?: number, column?: number): FollowUp {
    return {
      label: message("apps.openFile", "Open File"),
      run: () => this.ports.screen.openFile(path, line, column),
    };
  }
}
