import { Client, type Implementation, type Transport } from "@modelcontextprotocol/client";
import type { Link } from "../../core/connection/link";
import { orAborted } from "../../core/kernel/abortSignals";
import type { Clock } from "../../core/kernel/clock";
import { abortError, HubError } from "../../core/kernel/hubError";
import { Pause } from "../../core/kernel/pause";
import { safeLine } from "../../core/kernel/redact";
import type { ClientFeatures } from "../../core/questions/clientFeatures";
import type { ServerInfo } from "../../protocol/connectionState";
import { OutputChecks, outputValidator } from "../calls/outputChecks";
import { ToolCalls } from "../calls/toolCalls";
import { ToolTasks } from "../calls/toolTasks";
import { wantsQuiet } from "../http/httpRefusal";
import { noLimitMs } from "../normalize/sdkShapes";
import { listsToHear, tasksIn } from "../revisions/features";
import type { Negotiation } from "../revisions/negotiation";
import { ClientTasks } from "../serverRequests/clientTasks";
import { KeepAlive } from "../serverRequests/keepAlive";
import {
  answerInput,
  capabilitiesOf,
  handleServerRequests,
  refusal,
  taskMethods,
} from "../serverRequests/serverRequests";
import { visitRequiredUrls } from "../serverRequests/urlElicitation";
import type { SecretMask } from "../wire/secretMask";
import { ChangeStreams } from "./changeStreams";
import type { LinkListener } from "./linkListener";
import { tellNotification } from "./linkListener";
import { ListBounds } from "./listBounds";
import { SdkLink } from "./sdkLink";
import { type ErrorContext, isSessionLost, isSignedOut, toHubError } from "./toHubError";
import type { Traffic } from "./traffic";
import { WatchedPipe, WatchedTransport } from "./watchedTransport";

/** A line before its handshake. */
export interface LinkRequest {
  readonly server: string;
  readonly kind: ServerInfo["transport"];
  readonly transport: Transport;
  readonly negotiation: Negotiation;
  /** Hears the revisions that the server names, however late. */
  readonly found?: (revisions: readonly string[]) => void;
  /** Records its messages while somebody looks. */
  readonly traffic?: Traffic | undefined;
  /** Only over HTTP: the address as it may be shown. */
  readonly address?: string;
  /** Only on stdio, and once it runs. */
  readonly pid?: () => number | undefined;
  /** Why the transport closed by itself, if it knows. */
  readonly goneBecause?: () => HubError | undefined;
}

/** Who speaks with the server: the names it is told, and what it may ask back. */
export interface Speaker {
  readonly clientInfo: Implementation;
  readonly clientFeatures: ClientFeatures;
  readonly clock: Clock;
}

/** Runs the handshake over a line. Rejects with a `HubError` once nothing is left of the line. */
export async function connect(
  line: LinkRequest,
  speaker: Speaker,
  ears: LinkListener,
  signal: AbortSignal,
): Promise<Link> {
  const { server, kind, negotiation, address } = line;
  const { clientInfo, clientFeatures, clock } = speaker;
  const place = (): ErrorContext => ({
    server,
    address,
    mask: ears.mask,
    established: !ears.isOpening,
    over: ears.isOver,
    goneBecause: ears.isOpening ? line.goneBecause?.() : ears.lostBecause,
  });
  const warn = (text: string) => ears.said.log("warning", "server", text);
  const validators = outputValidator(server, warn);
  const client = new Client(clientInfo, {
    capabilities: capabilitiesOf(clientFeatures.can),
    versionNegotiation: {
      mode: negotiation.mode,
      ...(negotiation.patienceMs !== undefined && { probe: { timeoutMs: negotiation.patienceMs } }),
    },
    ...(negotiation.revisions && { supportedProtocolVersions: [...negotiation.revisions] }),
    jsonSchemaValidator: validators,
    listMaxPages: 1000,
  });
  const patience = new KeepAlive(clock);
  const tell = (error: unknown) => ears.said.log("debug", "server", toHubError(error, place()).message);
  const asked = { server, clientFeatures, patience, mask: ears.mask, clock, tell };
  handleServerRequests(client, asked);
  const calls = new ToolCalls(server, (message, options) => transport.forward(message, options), tell);
  const Watched = kind === "http" || kind === "sse" ? WatchedTransport : WatchedPipe;
  const transport = new Watched(
    line.transport,
    server,
    calls,
    (method, params) => tellNotification(ears.said, method, params),
    new ListBounds(server, warn),
    ears.mask,
    // The SDK would take it for the sign of an older server and ask on, or forget the wait.
    (error) => (wantsQuiet(error) ? toHubError(error, place()) : error),
    line.traffic,
  );
  transport.ondiscovered = line.found;
  transport.tasks = new ClientTasks({
    clock,
    methods: taskMethods(clientFeatures.can),
    answer: (question, aborts) => answerInput(asked, question, aborts, false),
    refusal,
    send: (message) => transport.forward(message),
    tell: (error) => warn(toHubError(error, place()).message),
  });
  client.onclose = () => ears.lost(line.goneBecause?.() ?? closedByServer(server));
  client.onerror = (error) => {
    ears.said.log("debug", "server", safeLine(ears.mask.text(error.message), 500));
    if (isSessionLost(error) && !ears.isOpening) ears.lost(toHubError(error, place()));
  };

  try {
    await orAborted(client.connect(transport, { timeout: noLimitMs }), signal, `Connecting to "${server}"`);
  } catch (failure) {
    const error = (await whyItBroke(line, failure, clock, signal)) ?? failure;
    await transport.close();
    const { agreed } = transport;
    if (agreed !== undefined && negotiation.revisions && !negotiation.revisions.includes(agreed))
      throw otherRevision(server, agreed, negotiation.revisions);
    throw signal.aborted ? abortError(signal, `Connecting to "${server}"`) : toHubError(error, place());
  }
  ears.opened();
  const info = introduce(client, line, ears.mask);
  const offer = () => ({ server, revision: info.protocolVersion, capabilities: client.getServerCapabilities() });
  const changes = new ChangeStreams({ client, clock, words: (error) => toHubError(error, place()), said: ears.said });
  changes.lists(listsToHear(offer()));

  const isModern = client.getProtocolEra() === "modern";
  const roots = clientFeatures.onRootsChanged(() => {
    // From revision 2026-07-28 on, a server asks for the folders anew each time.
    if (!clientFeatures.can.roots || isModern || ears.isOver) return;
    client.sendRootsListChanged().catch((error: unknown) => warn(toHubError(error, place()).message));
  });

  return new SdkLink({
    server,
    client,
    changes,
    sayLevel(level) {
      transport.logLevel = level;
    },
    // From revision 2026-07-28 on each call carries more than itself, and may be answered with a question: the SDK's client sees to it.
    ...(!isModern && { calls }),
    outputs: new OutputChecks(server, validators),
    tasks: new ToolTasks({
      server,
      client,
      calls: isModern ? undefined : calls,
      clock,
      answer: (question, aborts) => answerInput(asked, question, aborts),
      offered: () => tasksIn(offer()) !== undefined,
      tell: (error) => warn(toHubError(error, place()).message),
    }),
    patience,
    visitRequiredUrls: (error, signal) => visitRequiredUrls(asked, signal, error),
    warn,
    info,
    fail(error) {
      const failure = toHubError(error, place());
      if (isSessionLost(error) || isSignedOut(failure)) ears.lost(failure);
      return failure;
    },
    async close() {
      ears.close();
      changes.end();
      roots.dispose();
      await transport.close();
    },
  });
}

/** How long the end of a program may take to be known after its pipe has broken, and how often to look, in milliseconds. */
const endKnownMs = 500;
const lookMs = 10;

/** Of a program that ends at once the broken pipe may be heard of first; how it ended, which says more, is known a moment later. */
async function whyItBroke(
  { kind, goneBecause }: LinkRequest,
  failure: unknown,
  clock: Clock,
  signal: AbortSignal,
): Promise<HubError | undefined> {
  const cause = failure instanceof HubError ? failure.cause : undefined;
  if (kind !== "stdio" || !(cause instanceof Error && "code" in cause && cause.code === "EPIPE")) return undefined;
  const pause = new Pause(clock);
  for (let ms = 0; ms < endKnownMs && !goneBecause?.() && !signal.aborted; ms += lookMs)
    await pause.for(lookMs, signal);
  return goneBecause?.();
}

const otherRevision = (server: string, agreed: string, wanted: readonly string[]) =>
  new HubError(
    "protocol",
    `"${server}" answered with revision ${safeLine(agreed, 40)} of the protocol, and the settings ask for ${wanted.join(", ")}. Set "protocol" to "auto".`,
  );

const closedByServer = (server: string) =>
  new HubError("transport", `The connection to "${server}" was closed from its side. Restart the server.`);

function introduce(client: Client, { server, kind, pid }: LinkRequest, mask: SecretMask): ServerInfo {
  const { name = server, version = "unknown" } = client.getServerVersion() ?? {};
  const instructions = client.getInstructions();
  const number = pid?.();
  return {
    name: safeLine(mask.text(name)),
    version: safeLine(mask.text(version), 60),
    protocolVersion: client.getNegotiatedProtocolVersion() ?? "unknown",
    transport: kind,
    ...(number !== undefined && { pid: number }),
    ...(instructions && { instructions: mask.text(instructions) }),
  };
}
