import { join } from "node:path";
import { Audit } from "../../src/core/audit/audit";
import type { AuditPorts } from "../../src/core/audit/auditPorts";
import type { LogCheck } from "../../src/core/audit/verifyLog";
import { requestPath } from "../../src/core/calls/requestPath";
import type { Requests } from "../../src/core/calls/requests";
import { defaultOptions, type Options } from "../../src/core/config/schema/settings";
import { EventStream } from "../../src/core/hub/eventStream";
import { systemClock } from "../../src/core/kernel/clock";
import type { ToolResult } from "../../src/core/messages/toolResult";
import { checkAudit } from "../../src/node/audit/checkAudit";
import { checkedAudit } from "../../src/node/audit/checkedAudit";
import { stateFolderAudit } from "../../src/node/audit/stateFolderAudit";
import { aDesk } from "./aDesk";
import { done, fakeGrants, fakeServers } from "./callFixture";
import { aTool, definition } from "./fakeLink";

export interface AuditWorld {
  readonly audit: Audit;
  readonly stream: EventStream;
  readonly requests: Requests;
  /** What was said of records that could not be written. */
  readonly failures: string[];
  /** Changes the settings, as a person does. */
  set(more: Partial<Options>): void;
}

/** The path of calls to a server that answers at once, with its audit below a folder, in real files. */
export function auditWorld(
  stateFolder: string,
  more: Partial<Options> = {},
  answer: () => ToolResult | Promise<ToolResult> = () => done,
  ports: AuditPorts = stateFolderAudit(stateFolder),
): AuditWorld {
  let options: Options = { ...defaultOptions, approval: "never", ...more };
  const failures: string[] = [];
  const stream = new EventStream(systemClock.now, (error) => {
    throw error;
  });
  const tool = aTool("echo");
  const defined = definition("files");
  const audit = new Audit({
    ports,
    options: () => options,
    clock: systemClock,
    entryOf: () => "e".repeat(64),
    failed: (text) => failures.push(text),
    version: "1.2.3",
  });
  stream.onEvent(audit.listen);
  const requests = requestPath({
    servers: fakeServers({
      definition: () => defined,
      tool: async () => tool,
      toolNow: () => tool,
      callTool: async () => answer(),
    }),
    options: () => options,
    grants: fakeGrants(),
    ask: async () => ({ allow: false }),
    desk: aDesk(),
    clock: systemClock,
    publish: stream.publish,
    onEvent: stream.onEvent,
    audit,
  });
  stream.publish({ type: "config.read", problems: [] });
  stream.publish({ type: "server.added", server: "files", label: "files", scope: "user" });
  return {
    audit,
    stream,
    requests,
    failures,
    set: (changed) => {
      options = { ...options, ...changed };
      stream.publish({ type: "config.read", problems: [] });
    },
  };
}

/** The folder of the logs. */
export const logsIn = (stateFolder: string): string => join(stateFolder, "audit");

/** What a check of everything finds, as the command does it. */
export const checked = async (stateFolder: string): Promise<readonly LogCheck[]> =>
  (await checkedAudit(stateFolder, undefined)).logs;

/** What a check finds that knows no newest head. */
export const checkedAlone = (stateFolder: string): Promise<readonly LogCheck[]> => checkAudit(logsIn(stateFolder));
