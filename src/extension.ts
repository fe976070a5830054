import { parseEnv } from "node:util";
import * as vscode from "vscode";
import { version } from "../package.json";
import { CredentialStore } from "./core/auth/credentialStore";
import { Refresher } from "./core/auth/refresher";
import { StoredGrants } from "./core/calls/approval/storedGrants";
import { callPath } from "./core/calls/callPath";
import { KeptResults } from "./core/calls/keptResults";
import { Breakers } from "./core/calls/limits/guard";
import { readPath } from "./core/calls/readPath";
import { resolvePlan } from "./core/config/plan/resolvePlan";
import { RememberedEras } from "./core/connection/rememberedEras";
import { EventStream } from "./core/hub/eventStream";
import { LocalHub } from "./core/hub/localHub";
import { Metrics } from "./core/hub/metrics";
import { systemClock } from "./core/kernel/clock";
import { questionPath } from "./core/questions/questionPath";
import { followPath } from "./core/tasks/followPath";
import { registerLanguageModelTools } from "./editor/chat/languageModelTools";
import { registerParticipant } from "./editor/chat/participant";
import { registerCommands } from "./editor/commands/registerCommands";
import { openPart } from "./editor/content/openPart";
import { createResourceFiles } from "./editor/content/resourceFiles";
import { createResultFiles } from "./editor/content/resultFiles";
import { createLogs } from "./editor/logs/logs";
import { createActivityPanel } from "./editor/panel/activityPanel";
import { askForValue } from "./editor/questions/askForValue";
import { askPerson } from "./editor/questions/askPerson";
import { createEditorClientFeatures } from "./editor/questions/editorClientFeatures";
import { createQuickFixes, SettingsDiagnostics } from "./editor/settings/diagnostics";
import { mementoState } from "./editor/settings/mementoState";
import { networkSettings } from "./editor/settings/networkSettings";
import { sampleServer } from "./editor/settings/sampleServer";
import { Secrets } from "./editor/settings/secrets";
import { SettingsWriter } from "./editor/settings/settingsWriter";
import { storedInputs } from "./editor/settings/storedInputs";
import { variableContext } from "./editor/settings/variableContext";
import { WatchedSettings } from "./editor/settings/watchedSettings";
import { editorSessions } from "./editor/signIn/editorSessions";
import { openInBrowser } from "./editor/signIn/openInBrowser";
import { createSignInNotice } from "./editor/signIn/signInNotice";
import { createSignInWatch } from "./editor/signIn/signInWatch";
import { UriRedirects } from "./editor/signIn/uriRedirect";
import { createDetachedTaskNotice } from "./editor/tasks/detachedTaskNotice";
import { showTask } from "./editor/tasks/showTask";
import { createTaskProgress } from "./editor/tasks/taskProgress";
import { createServersTree } from "./editor/tree/serversTree";
import { createStatusBar } from "./editor/tree/statusBar";
import { showFailure } from "./editor/ui/showFailure";
import { Authorizations } from "./mcp/auth/authorizations";
import { ServerSignIns } from "./mcp/auth/serverSignIns";
import { Network } from "./mcp/http/client/network";
import { watchNetwork } from "./mcp/http/client/networkWatch";
import { fileLock } from "./mcp/oauth/fileLock";
import { loopbackRedirect } from "./mcp/oauth/loopbackRedirect";
import { openLink } from "./mcp/openLink";
import { loginShellEnv } from "./mcp/processes/loginShellEnv";
import { endOrphans } from "./mcp/processes/reapOrphans";
import { useTranslation } from "./protocol/message";

let close: (() => Promise<void>) | undefined;

/** The composition root: every part is made here, once, and told what it needs. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const own = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  useTranslation((id) => {
    const entry = vscode.l10n.bundle?.[id];
    return typeof entry === "string" ? entry : undefined;
  });
  const clock = systemClock;

  const log = own(vscode.window.createOutputChannel("MCP Hub", { log: true }));
  const report = (error: unknown) => log.error(error instanceof Error ? error : String(error));
  const state = { workspace: mementoState(context.workspaceState), always: mementoState(context.globalState) };
  const secrets = new Secrets(context.secrets, state.always);

  const stream = own(new EventStream(clock.now, report));
  const metrics = new Metrics();
  own(stream.onEvent((event) => metrics.add(event)));
  const logs = own(createLogs(stream, log, clock));
  const settings = own(new WatchedSettings(report));
  const options = () => settings.current.options;

  const ledgerFolder = vscode.Uri.joinPath(context.globalStorageUri, "running").fsPath;
  const shellEnv = loginShellEnv({ report });
  const store = new CredentialStore(secrets, state);
  const lock = fileLock({ folder: vscode.Uri.joinPath(context.globalStorageUri, "locks").fsPath, clock });
  const refresher = new Refresher({ store, lock, clock, report });
  const uriRedirects = own(new UriRedirects(context.extension.id));
  const network = new Network(() => networkSettings(options().caFile));
  const authorizations = new Authorizations({
    network,
    store,
    refresher,
    clock,
    redirects: { loopback: loopbackRedirect, editor: uriRedirects.open },
    // From elsewhere the person's browser does not reach a port of this machine.
    defaultRedirect: vscode.env.remoteName === undefined ? "loopback" : "editor",
    open: openInBrowser,
    limitMs: () => options().signInTimeoutSeconds * 1000,
    env: shellEnv,
    report,
    sessions: editorSessions,
    onAccount: (server, account) =>
      stream.publish({ type: "server.account", server, ...(account !== undefined && { account }) }),
  });
  const plan = resolvePlan({ variableContext, parseEnv, secrets, ask: askForValue });
  const documents = own(createResultFiles(clock.now));
  const hub = new LocalHub({
    open: openLink({
      clientInfo: { name: "mcp-client-hub", version },
      shellEnv,
      report,
      network,
      authorize: authorizations.of,
      clientFeatures: questionPath({
        clientFeatures: own(createEditorClientFeatures(stream, documents)),
        options,
        clock,
        publish: stream.publish,
      }),
      ledgerFolder,
      eras: new RememberedEras(state.always, clock.now, report),
    }),
    plan,
    options,
    clock,
    publish: stream.publish,
    state: state.workspace,
    onNetworkChange: watchNetwork(clock),
  });
  close = async () => {
    await Promise.all([hub.close(), refresher.settled()]);
  };
  const grants = new StoredGrants(hub.definition.bind(hub), state);
  const breakers = new Breakers({ clock, publish: stream.publish });
  const kept = new KeptResults();
  const callTool = callPath({
    hub,
    options,
    grants,
    ask: askPerson(stream),
    clock,
    publish: stream.publish,
    onEvent: stream.onEvent,
    breakers,
    kept,
  });

  own(createQuickFixes(own(new SettingsDiagnostics(settings, context.globalStorageUri, report))));
  own(createStatusBar(stream, clock));
  own(createSignInNotice(stream, report));
  const tree = own(createServersTree({ stream, hub, grants, metrics, clock }));
  const definition = hub.definition.bind(hub);
  const signIns = new ServerSignIns({ definition, plan, authorizations, store, clock });
  own(createSignInWatch({ secrets, signIns, stream, hub, report }));
  const resources = own(createResourceFiles(hub, clock.now));
  const failed = showFailure(report);
  const follow = followPath({ hub, options, clock, publish: stream.publish });
  const show = showTask(follow, documents, failed);
  own(createTaskProgress(stream, hub.tasks));
  own(createDetachedTaskNotice(stream, hub.tasks, show, failed));
  const writer = new SettingsWriter(settings, context.globalStorageUri);
  const panel = own(
    createActivityPanel({
      extensionUri: context.extensionUri,
      stream,
      hub,
      clock,
      showLog: logs.show,
      openSettings: (server) => writer.openAt(server),
      kept,
      openPart: (part, server) => openPart(part, server, { results: documents, resources }),
      report,
    }),
  );
  own(
    registerCommands({
      hub,
      stream,
      callTool,
      grants,
      breakers,
      metrics,
      clock,
      settings: writer,
      inputs: storedInputs(secrets),
      secrets,
      signIns,
      logs,
      tree,
      documents,
      resources,
      sample: sampleServer(context.extensionUri),
      showActivity: panel.show,
      showFailure: failed,
      showTask: show,
    }),
  );
  const readResource = readPath({ hub, options, grants, ask: askPerson(stream), clock, publish: stream.publish });
  const chat = { hub, stream, callTool, readResource, options };
  own(registerParticipant(chat, { results: documents, resources }));
  own(registerLanguageModelTools(chat));

  const configure = () => {
    const { definitions, problems } = settings.current;
    stream.publish({ type: "config.read", problems });
    hub.configure(definitions);
  };
  own(settings.onChange(configure));
  // Other extensions start meanwhile; nothing of this one is called before the servers are known.
  await new Promise((resolve) => setImmediate(resolve));
  configure();
  // What a killed window left behind. Not before the first await: nobody waits for it.
  setImmediate(() => void endOrphans(ledgerFolder, report));
}

/** VS Code waits for this when a window closes: no process and no session is left behind, and no renewed token is lost. */
export const deactivate = (): Promise<void> | undefined => close?.();
