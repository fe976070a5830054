import type { ExtensionContext } from "vscode";
import type { ComposedHub } from "../composedHub";
import type { Choice } from "../core/access/choice";
import type { ImportOffer } from "../core/apps/import/importOffer";
import type { KeptResults } from "../core/calls/keptResults";
import type { Options } from "../core/config/schema/settings";
import { OfferedCost } from "../core/conversation/cost/offeredCost";
import { UnusedToolWatch } from "../core/conversation/cost/unusedTools";
import { whyOff } from "../core/hub/chosen/whyOff";
import type { Clock } from "../core/kernel/clock";
import { type Disposable, DisposableStore } from "../core/kernel/disposable";
import type { StateStore } from "../core/kernel/ports";
import type { ShownPart } from "../core/presentation/shownPart";
import { type CallPage, createCallPage } from "../editor/callPage/callPage";
import { openPart } from "../editor/content/openPart";
import { createResourceFiles, type ResourceFiles } from "../editor/content/resourceFiles";
import type { ResultFiles } from "../editor/content/resultFiles";
import { type ActivityPanel, createActivityPanel } from "../editor/panel/activityPanel";
import type { EarlierSessions } from "../editor/panel/history/panelHistory";
import { PanelViews } from "../editor/panel/views/panelViews";
import type { SettingsWriter } from "../editor/settings/settingsWriter";
import { createSignInNotice } from "../editor/signIn/signInNotice";
import { createDetachedTaskNotice } from "../editor/tasks/detachedTaskNotice";
import { showTask } from "../editor/tasks/showTask";
import { createTaskProgress } from "../editor/tasks/taskProgress";
import { createProfileBar } from "../editor/tree/profile/profileBar";
import { createServersTree, type ServersTree } from "../editor/tree/serversTree";
import { createStatusBar } from "../editor/tree/statusBar";
import { createChangeNotice } from "../editor/ui/changeNotice";
import { MilestoneKeys } from "../editor/ui/milestoneKeys";
import { type ShowFailure, showFailure } from "../editor/ui/showFailure";
import { showUnused } from "../editor/ui/unusedNotice";
import { memoryOf } from "../mcp/processes/processMemory";
import type { WindowGateway } from "./windowGateway";
import type { WindowLogs } from "./windowLogs";

export interface WindowViewParts {
  readonly composed: ComposedHub;
  readonly choice: Choice;
  readonly options: () => Options;
  readonly clock: Clock;
  readonly context: Pick<ExtensionContext, "extension" | "extensionUri">;
  readonly history: EarlierSessions;
  readonly state: { readonly workspace: StateStore; readonly always: StateStore };
  readonly kept: KeptResults;
  readonly documents: ResultFiles;
  readonly logs: WindowLogs;
  readonly gateway: Pick<WindowGateway, "clients" | "agentServer">;
  readonly writer: SettingsWriter;
  readonly offer: Pick<ImportOffer, "found" | "onChange" | "look">;
  readonly report: (error: unknown) => void;
}

/** Everything of a window that follows the hub and shows it: the tree, the status bar, the pages, and what notices say. */
export class WindowViews implements Disposable {
  readonly milestones: MilestoneKeys;
  readonly tree: ServersTree;
  readonly resources: ResourceFiles;
  readonly activity: ActivityPanel;
  readonly callPage: CallPage;
  readonly failed: ShowFailure;
  readonly showTask: ReturnType<typeof showTask>;
  private readonly store = new DisposableStore();

  constructor(parts: WindowViewParts) {
    const { composed, choice, options, clock, context, state } = parts;
    const { kept, documents, logs, gateway, writer, report, history, offer } = parts;
    const { hub, whole, requests, stream, metrics, grants, pins } = composed;
    const own = <T extends Disposable>(part: T): T => this.store.add(part);

    own(createStatusBar(stream, clock, own(new OfferedCost({ hub, stream, clock, report }))));
    own(
      createProfileBar(stream, () => ({
        profiles: Object.keys(options().profiles),
        profile: choice.profile,
        isMissing: choice.isProfileMissing,
      })),
    );
    this.milestones = own(new MilestoneKeys(stream, context.extension.id, report));
    const views = own(new PanelViews({ stream, hub, metrics, clock, memoryOf, report, state: state.workspace }));
    own(createSignInNotice(views.unmuted, report));
    own(createChangeNotice(views.unmuted, pins, clock));
    const { clients } = gateway;
    const unfolded = () => this.milestones.reach("tools");
    this.tree = own(
      createServersTree({
        ...{ stream, hub, whole, choice, grants, pins, metrics, clients, clock, report },
        ...{ offer, unfolded },
      }),
    );
    const unused = own(
      new UnusedToolWatch({
        ...{ clock, report, state: state.always },
        tools: () => hub.tools(),
        suggest: (found) => showUnused(found, report),
      }),
    );
    own(stream.onEvent(unused.follow));
    this.resources = own(createResourceFiles(hub, requests, clock.now));
    this.failed = showFailure(report);
    this.showTask = showTask(requests, documents, this.failed);
    own(createTaskProgress(stream, hub.tasks));
    own(createDetachedTaskNotice(views.unmuted, hub.tasks, this.showTask, this.failed));
    const files = { results: documents, resources: this.resources };
    const page = {
      ...{ extensionUri: context.extensionUri, stream, hub, clock, requests, report },
      openPart: (part: ShownPart, server: string) => openPart(part, server, files),
    };
    this.callPage = own(
      createCallPage({
        ...{ ...page, hub: whole, pins, state: state.workspace },
        whyOff: (target) => whyOff(hub, choice, target),
      }),
    );
    this.activity = own(
      createActivityPanel({
        ...{ ...page, kept, failed: this.failed, views },
        earlier: history,
        places: state.always,
        pages: state.workspace,
        watchTraffic: () => composed.watchTraffic(),
        showLog: logs.shown.show,
        openSettings: (server) => writer.openAt(server),
        openDocument: (document) => documents.open(document),
        showCallPage: this.callPage.show,
        gatewayUrl: () => gateway.agentServer()?.url,
      }),
    );
  }

  dispose(): void {
    this.store.dispose();
  }
}
