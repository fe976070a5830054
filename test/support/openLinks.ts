import type { LaunchPlan } from "../../src/core/config/plan/launchPlan";
import type { Link } from "../../src/core/connection/link";
import { type OpenLinkPorts, openLink } from "../../src/mcp/openLink";
import { HeardEvents } from "./heardEvents";

export interface OpenedLink {
  readonly link: Link;
  readonly heard: HeardEvents;
}

/** A signal that never aborts. */
export const noAbort = (): AbortSignal => new AbortController().signal;

/** Opens real links for one suite, and lets go of them after each test: no test leaves a process or a session behind. */
export function openLinks() {
  const links: Link[] = [];
  const reported: unknown[] = [];
  const ports: OpenLinkPorts = {
    clientInfo: { name: "hub-test", version: "0.0.0" },
    shellEnv: async () => process.env,
    report: (error) => reported.push(error),
  };

  afterEach(async () => {
    for (const link of links) link.dispose();
    await Promise.all(links.splice(0).map(({ closed }) => closed));
    const [first] = reported.splice(0);
    if (first !== undefined) throw first;
  });

  return async (
    plan: LaunchPlan,
    {
      signal = noAbort(),
      heard = new HeardEvents(),
      ...others
    }: Partial<OpenLinkPorts> & { signal?: AbortSignal; heard?: HeardEvents } = {},
  ): Promise<OpenedLink> => {
    const link = await openLink({ ...ports, ...others })(plan, heard, signal);
    links.push(link);
    return { link, heard };
  };
}
