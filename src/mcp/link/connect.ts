import {
  type Client,
  type Implementation,
  SdkErrorCode,
  SdkHttpError,
  type Transport,
} from "@modelcontextprotocol/client";
import type { ProtocolChoice } from "../../core/config/plan/launchPlan";
import type { Link } from "../../core/connection/link";
import { orAborted } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { abortError, type HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import type { ClientFeatures } from "../../core/questions/clientFeatures";
import type { ServerInfo } from "../../protocol/connectionState";
import { acceptingValidator, OutputChecks } from "../calls/outputChecks";
import { ToolCalls } from "../calls/toolCalls";
import { ToolTasks } from "../calls/toolTasks";
import { isRateLimited } from "../http/httpRefusal";
import { noLimitMs } from "../normalize/sdkShapes";
import { digestOf } from "../normalize/sentEntry";
import { declared, listenableLists, taskMode } from "../revisions/features";
import type { Negotiation } from "../revisions/negotiation";
import { offering } from "../revisions/offeredRevision";
import type { OpeningWatch } from "../revisions/openInEra";
import { CausedClient } from "../serverRequests/causedClient";
import { followRoots } from "../serverRequests/changedRoots";
import { ClientTasks } from "../serverRequests/clientTasks";
import { elicitRequiredUrls } from "../serverRequests/elicitRequiredUrls";
import { KeepAlive } from "../serverRequests/keepAlive";
import {
  answerInput,
  answerTask,
  capabilitiesOf,
  handleServerRequests,
  taskMethods,
  toErrorObject,
} from "../serverRequests/serverRequests";
import { closedByServer, connecting, otherRevision } from "../wire/linkErrors";
import type { SecretMask } from "../wire/secretMask";
import { ChangeStreams } from "./changeStreams";
import { exitReason } from "./exitReason";
import type { LinkListener } from "./linkListener";
import { publishNotification } from "./linkListener";
import { ListBounds, maxPages } from "./listBounds";
import { OpeningSteps } from "./openingSteps";
import { SdkLink } from "./sdkLink";
import { SessionDoubt } from "./sessionDoubt";
import { type ErrorContext, isSignedOut, toHubError } from "./toHubError";
import type { Traffic } from "./traffic";
import { WatchedPipe } from "./watchedPipe";
import { WatchedTransport } from "./watchedTransport";

/** What a link is opened with: a transport before its handshake. */
export interface LinkRequest {
  readonly server: string;
  readonly kind: ServerInfo["transport"];
  readonly transport: Transport;
  readonly negotiation: Negotiation;
  readonly watch?: OpeningWatch | undefined;
  /** What the settings say about the revision; advice must not say it again. */
  readonly protocol?: ProtocolChoice | undefined;
  /** Records its messages while somebody looks. */
  readonly traffic?: Traffic | undefined;
  /** Only over HTTP: the address as it may be displayed. */
  readonly address?: string;
  /** Only on stdio, and once it runs. */
  readonly pid?: () => number | undefined;
  /** Why the transport closed by itself, if it knows. */
  readonly closeReason?: () => HubError | undefined;
}

/** The client side of a link: how it introduces itself to the server, and what it answers. */
export interface ClientProfile {
  readonly clientInfo: Implementation;
  readonly clientFeatures: ClientFeatures;
  readonly clock: Clock;
}

/** Runs the handshake over a transport. Rejects with a `HubError` once nothing is left of the transport. */
export async function connect(
  request: LinkRequest,
  profile: ClientProfile,
  listener: LinkListener,
  signal: AbortSignal,
): Promise<Link> {
  const { server, kind, negotiation, address, protocol, watch } = request;
  const { clientInfo, clientFeatures, clock } = profile;
  const context = (): ErrorContext => ({
    server,
    address,
    isPinned: protocol !== undefined && protocol !== "auto",
    mask: listener.mask,
    established: !listener.isOpening,
    hasSession: kind === "sse" || transport.sessionId !== undefined,
    closed: listener.isOver,
    closeReason: listener.isOpening ? request.closeReason?.() : listener.lossReason,
  });
  const warn = (text: string) => listener.events.log("warning", "server", text);
  const client = new CausedClient(clientInfo, {
    capabilities: capabilitiesOf(clientFeatures.can),
    versionNegotiation: {
      mode: negotiation.mode,
      ...(negotiation.probeTimeoutMs !== undefined && { probe: { timeoutMs: negotiation.probeTimeoutMs } }),
    },
    ...(negotiation.revisions && { supportedProtocolVersions: [...negotiation.revisions] }),
    listMaxPages: maxPages,
    jsonSchemaValidator: acceptingValidator,
    ...(negotiation.offers !== undefined && { supportedProtocolVersions: [...offering(negotiation.offers)] }),
  });
  const keepAlive = new KeepAlive(clock);
  const report = (error: unknown) => listener.events.log("debug", "server", toHubError(error, context()).message);
  const requestContext = { server, clientFeatures, keepAlive, mask: listener.mask, clock, report };
  handleServerRequests(client, requestContext);
  const calls = new ToolCalls(server, (message, options) => transport.forward(message, options), report);
  const Watched = kind === "http" || kind === "sse" ? WatchedTransport : WatchedPipe;
  const transport = new Watched(
    request.transport,
    server,
    calls,
    (method, params) => publishNotification(listener.events, method, params),
    new ListBounds(server, warn),
    listener.mask,
    // The SDK would take it for the sign of an older server and go on, or forget the wait.
    (error) => (isRateLimited(error) ? toHubError(error, context()) : error),
    request.traffic,
  );
  const steps = new OpeningSteps({ server, clock, listener, watch, deafMs: negotiation.deafMs });
  transport.opening = steps;
  transport.ondiscovered = watch?.onRevisions;
  transport.tasks = new ClientTasks({
    clock,
    methods: taskMethods(clientFeatures.can),
    answer: (question, aborts, cause) => answerTask(requestContext, question, aborts, cause),
    toErrorObject,
    send: (message) => transport.forward(message),
    report: (error) => warn(toHubError(error, context()).message),
  });
  const doubt = new SessionDoubt({ client, context, lost: (error) => listener.lost(error) });
  client.onclose = () => listener.lost(request.closeReason?.() ?? closedByServer(server));
  client.onerror = (error) => {
    listener.events.log("debug", "server", safeLine(listener.mask.text(error.message), 500));
    // The stream of the server's own messages is refused: nobody waits for it, who would find out.
    if (!listener.isOpening && isStreamRefused(error)) void doubt.settle(error);
  };

  try {
    const connected = client.connect(transport, { timeout: noLimitMs });
    await orAborted(Promise.race([connected, steps.deaf]), signal, connecting(server));
  } catch (failure) {
    const error = (await exitReason(request, failure, clock, signal)) ?? failure;
    await transport.close();
    const { negotiatedRevision } = transport;
    if (
      negotiatedRevision !== undefined &&
      negotiation.revisions &&
      !negotiation.revisions.includes(negotiatedRevision)
    )
      throw otherRevision(server, negotiatedRevision, negotiation.revisions);
    throw signal.aborted ? abortError(signal, connecting(server)) : toHubError(error, context());
  } finally {
    steps.dispose();
    transport.opening = undefined;
  }
  listener.opened();
  const info = introduce(client, request, listener.mask, transport.instructions);
  const offer = () => ({ server, revision: info.protocolVersion, capabilities: client.getServerCapabilities() });
  const isModern = client.getProtocolEra() === "modern";
  const changes = new ChangeStreams({
    client,
    clock,
    toError: (error) => toHubError(error, context()),
    events: listener.events,
  });
  changes.lists(listenableLists(offer()));

  const roots = followRoots(server, clientFeatures, () => {
    // From revision 2026-07-28 on, a server asks for the folders each time that it needs them.
    if (isModern || listener.isOver) return;
    client.sendRootsListChanged().catch((error: unknown) => warn(toHubError(error, context()).message));
  });

  return new SdkLink({
    server,
    client,
    changes,
    setRequestLogLevel(level) {
      transport.logLevel = level;
    },
    // From revision 2026-07-28 on, a call carries metadata, and its result may be a question: the SDK's client handles both.
    ...(!isModern && { calls }),
    outputs: new OutputChecks(server, warn),
    tasks: new ToolTasks({
      server,
      client,
      calls: isModern ? undefined : calls,
      clock,
      answer: (question, aborts) => answerInput(requestContext, question, aborts),
      offered: () => taskMode(offer()) !== undefined,
      report: (error) => warn(toHubError(error, context()).message),
    }),
    keepAlive,
    elicitRequiredUrls: (error, signal) => elicitRequiredUrls(requestContext, signal, error),
    warn,
    info,
    traffic: request.traffic,
    clock,
    toError: (error) => toHubError(error, context()),
    fail(error) {
      const failure = toHubError(error, context());
      if (failure.code === "session-lost" || isSignedOut(failure)) listener.lost(failure);
      return failure;
    },
    doubt,
    async close() {
      listener.close();
      changes.end();
      roots.dispose();
      await transport.close();
    },
  });
}

const isStreamRefused = (error: Error): boolean =>
  error instanceof SdkHttpError && error.code === SdkErrorCode.ClientHttpFailedToOpenStream;

function introduce(client: Client, { server, kind, pid }: LinkRequest, mask: SecretMask, sent?: string): ServerInfo {
  const { name = server, version = "unknown" } = client.getServerVersion() ?? {};
  const instructions = client.getInstructions();
  const number = pid?.();
  const capabilities = declared(client.getServerCapabilities()).map((one) => mask.text(one));
  return {
    name: safeLine(mask.text(name)),
    version: safeLine(mask.text(version), 60),
    protocolVersion: client.getNegotiatedProtocolVersion() ?? "unknown",
    transport: kind,
    ...(capabilities.length > 0 && { capabilities }),
    ...(number !== undefined && { pid: number }),
    ...(instructions && { instructions: mask.text(instructions), instructionsDigest: digestOf(sent ?? instructions) }),
  };
}
