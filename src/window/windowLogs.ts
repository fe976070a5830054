import { homedir } from "node:os";
import { join } from "node:path";
import type { ExtensionContext, LogOutputChannel } from "vscode";
import type { ComposedHub } from "../composedHub";
import { keptTexts } from "../core/calls/kept/keptTexts";
import type { KeptResults } from "../core/calls/keptResults";
import { configuredLevel } from "../core/config/schema/serverDefinition";
import type { Options } from "../core/config/schema/settings";
import type { Clock } from "../core/kernel/clock";
import { type Disposable, DisposableStore } from "../core/kernel/disposable";
import { bugReport } from "../core/operations/bugReport/bugReport";
import { editorVersions } from "../editor/logs/editorVersions";
import { createLogs, type Logs } from "../editor/logs/logs";
import { PanelHistory } from "../editor/panel/history/panelHistory";
import { FollowedLog } from "../gateway/operations/followedLog";

export interface WindowLogParts {
  readonly composed: Pick<ComposedHub, "hub" | "stream" | "metrics">;
  readonly options: () => Options;
  readonly clock: Clock;
  readonly hubLog: LogOutputChannel;
  /** `logUri`: where VS Code keeps the logs of the extension for this window, and removes them later. */
  readonly context: Pick<ExtensionContext, "logUri" | "extension">;
  readonly kept: KeptResults;
  readonly report: (error: unknown) => void;
}

/** What a bug report has of the past, in bytes: enough of each server, and not too much for a bug report. */
const bugReportLimits = { state: 32 * 1024, wire: 0, streamed: 32 * 1024, all: 1024 * 1024 };

/** The logs of a window: for a person to read, for programs, and for people who are sent a bug report. */
export class WindowLogs implements Disposable {
  /** For a person: output channels. */
  readonly shown: Logs;
  /** For programs: JSON lines. */
  readonly file: FollowedLog;
  private readonly store = new DisposableStore();
  private readonly recent: PanelHistory;

  constructor(private readonly parts: WindowLogParts) {
    const { composed, options, clock, hubLog, context, report } = parts;
    const { hub, stream } = composed;
    const levelOf = (server: string) => configuredLevel(hub.definition(server));
    this.shown = this.store.add(createLogs({ stream, hubLog, levelOf, clock }));
    this.recent = this.store.add(new PanelHistory(stream, bugReportLimits));
    const isOn = () => options().jsonLog;
    this.file = new FollowedLog({ stream, isOn, file: join(context.logUri.fsPath, "mcp-hub.jsonl"), clock, report });
    this.store.add(stream.onEvent(this.file.follow));
  }

  /** Everything that somebody needs to find out what is wrong, as JSON without secrets, arguments and results. */
  readonly bugReport = (): string => {
    const { composed, options, clock, context, kept } = this.parts;
    const { hub, stream, metrics } = composed;
    return bugReport({
      at: clock.now(),
      versions: editorVersions(context.extension),
      home: homedir(),
      options: options(),
      view: stream.view,
      definitions: stream.view.servers.map(({ id }) => hub.definition(id)),
      figures: metrics.figures(clock.now()),
      events: this.recent.events,
      textsOf: (call) => keptTexts(kept, call),
    });
  };

  dispose(): void {
    this.store.dispose();
  }
}
