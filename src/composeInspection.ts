import type { ComposePorts } from "./composedHub";
import type { OpenLink } from "./core/connection/link";
import { Conformance } from "./core/development/conformance/conformance";
import type { DiagnosisPorts } from "./core/diagnosis/diagnosisPorts";
import { Doctor } from "./core/diagnosis/doctor";
import type { EventStream } from "./core/hub/eventStream";
import type { LocalHub } from "./core/hub/localHub";
import { conformancePrograms } from "./mcp/development/conformancePrograms";
import { probes } from "./mcp/diagnosis/probes";
import type { Network } from "./mcp/http/client/network";

export interface InspectionParts {
  readonly ports: ComposePorts;
  readonly hub: LocalHub;
  readonly stream: EventStream;
  readonly network: Network;
  readonly shellEnv: () => Promise<NodeJS.ProcessEnv>;
  readonly plan: DiagnosisPorts["plan"];
  readonly strayed: DiagnosisPorts["strayed"];
  /** `plain` starts a program as it is, without a debugger. */
  readonly links: { readonly open: OpenLink; readonly plain: OpenLink };
}

/** What looks into a server with connections of its own: why it does not work, and whether it keeps to the protocol. */
export function composeInspection({ ports, hub, stream, network, shellEnv, plan, strayed, links }: InspectionParts) {
  const { clock, options, report, ledgerFolder } = ports;
  const inheritEnv = () => options().inheritEnv;
  const viewOf = (server: string) => stream.view.servers.find(({ id }) => id === server);
  const doctor = new Doctor({
    plan,
    open: links.open,
    options,
    probes: probes({ shellEnv, inheritEnv, network }),
    surroundings: () => ({ platform: process.platform, processor: process.arch, remote: ports.remote?.() }),
    strayed,
    ready: (server) => (viewOf(server)?.state.kind === "ready" ? hub.catalog(server) : undefined),
    clock,
  });
  const conformance = new Conformance({
    plan,
    open: links.plain,
    ...conformancePrograms({
      ...{ shellEnv, clock, report, ledgerFolder, inheritEnv },
      log: (server, text) => stream.publish({ type: "server.log", server, level: "info", from: "stderr", text }),
    }),
    hasAccount: (server) => viewOf(server)?.account !== undefined,
    clock,
  });
  return { doctor, conformance };
}
