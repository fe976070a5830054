import type { ServiceCall } from "../../core/calls/services/serviceDoor";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { listAt, textAt, unwrapped } from "../reading/found";
import { opened } from "../reading/openedResult";
import { reportedError } from "../reading/reportedError";
import type { Choice } from "../rows/choices";
import { variablesIn } from "../rows/filled";
import type { Variables } from "../rows/row";
import { callTool } from "./callTool";
import { reported, unreadable } from "./serviceErrors";
import type { ServicePorts } from "./servicePorts";

/** The tool of Atlassian's servers that lists the sites of the account. */
const listing = "getAccessibleAtlassianResources";

/** The only site of a server's account; each server is asked once. */
export class Sites {
  private readonly known = new Map<string, string>();

  constructor(private readonly ports: Pick<ServicePorts, "requests">) {}

  /** The variables with `cloudId`, where the row needs it and nobody gave it. */
  async with(choice: Choice, call: ServiceCall, variables: Variables): Promise<Variables> {
    if (variables.cloudId !== undefined || !variablesIn(choice.row.args).has("cloudId")) return variables;
    const { server } = call;
    const cloudId = this.known.get(server) ?? (await this.ask(choice, call));
    this.known.set(server, cloudId);
    return { ...variables, cloudId };
  }

  /** The account may have changed: the next call asks again. */
  forget(server: string): void {
    this.known.delete(server);
  }

  private async ask(choice: Choice, call: ServiceCall): Promise<string> {
    const { server } = call;
    const result = await callTool(this.ports.requests, call, `${choice.prefix}${listing}`, {});
    const answer = opened(result);
    const error = result.isError ? answer.text : reportedError(answer);
    if (error !== undefined) throw reported(server, choice, error, result);
    const sites = listAt(unwrapped(answer.value), "resources", "");
    if (!sites) throw unreadable(server, choice, listing, answer.text, result);
    // A site is listed once for each of its products.
    const ids = [...new Set(sites.flatMap((site) => textAt(site, "id") ?? []))];
    const [id] = ids;
    if (ids.length === 1 && id !== undefined) return id;
    const names = sites.slice(0, 20).map((site) => safeLine(textAt(site, "url", "name", "id") ?? "", 100));
    throw new HubError(
      "needs-input",
      ids.length === 0
        ? message("services.noSite", "{server} has access to no Atlassian site. Sign in again and choose one.", {
            server,
          })
        : message("services.manySites", '{server} has several Atlassian sites: {names}. Choose one as "cloudId".', {
            server,
            names: [...new Set(names)].join(", "),
          }),
    );
  }
}
