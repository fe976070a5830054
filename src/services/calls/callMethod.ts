import type { Means, SeesTool, ServiceCall } from "../../core/calls/services/serviceDoor";
import type { ServiceMethod } from "../../core/config/schema/options/serviceRows";
import { HubError } from "../../core/kernel/hubError";
import { resourceResult } from "../../core/messages/resultText";
import type { ToolResult } from "../../core/messages/toolResult";
import type { ServerId } from "../../protocol/hubEvent";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import type { Contract } from "../contracts/contract";
import { contracts } from "../contracts/contracts";
import type { ReadPage } from "../reading/found";
import { opened } from "../reading/openedResult";
import { reportedError } from "../reading/reportedError";
import { withoutPersonalData } from "../reading/withoutPersonalData";
import { ableBy, type Choice, choices, type Offer } from "../rows/choices";
import { filled } from "../rows/filled";
import { type Row, rowName, type Variables } from "../rows/row";
import { rows } from "../rows/rows";
import { callTool } from "./callTool";
import { checkedInput, checkedItem, unknownShape } from "./checked";
import { listed } from "./listed";
import { reported, toolName, unreadable, unsupported } from "./serviceErrors";
import type { ServicePorts } from "./servicePorts";
import { Sites } from "./site";
import { rowsOf, variablesOf, wantedOf } from "./variablesOf";

/** The most changes that are mentioned: a server may change its names without end. */
const notesLimit = 1000;

/** The typed methods over whatever servers there are. */
export class ServiceCalls {
  private readonly sites: Sites;
  /** The changes of names that have been mentioned. */
  private readonly noted = new Set<string>();

  constructor(private readonly ports: ServicePorts) {
    this.sites = new Sites(ports);
  }

  /** Runs a method: gives its item, or a listing. Rejects with a `HubError`. */
  async call(call: ServiceCall): Promise<unknown> {
    const { server, method } = call;
    const contract: Contract = contracts[method];
    const variables = this.variablesFor(call, contract);
    const offer = await this.offer(call);
    const fitting = this.fitting(call, offer, variables);
    let gone: Choice | undefined;
    for (const [index, choice] of fitting.entries()) {
      const isLast = index === fitting.length - 1;
      try {
        const value = await this.run(choice, contract, call, variables);
        if (gone) this.noteGone(gone, choice, call);
        return value;
      } catch (error) {
        // The list was older than the server: the next row may know what the tool is called now.
        if (isLast || !(error instanceof HubError) || error.code !== "unknown-tool") throw error;
        gone ??= choice;
      }
    }
    throw unsupported(server, method, offer);
  }

  /** The rows that a call tries, in this order. Rejects where the arguments are wrong, or the server does not become ready. */
  async tried(call: ServiceCall): Promise<readonly Choice[]> {
    const variables = this.variablesFor(call, contracts[call.method]);
    return this.fitting(call, await this.offer(call), variables);
  }

  /** What the rows of a call may name: of the server's entry, of the client, and of the arguments, in this order. */
  private variablesFor({ server, method, input, defaults = {} }: ServiceCall, contract: Contract): Variables {
    const given = variablesOf(method, checkedInput(method, contract, input));
    return { ...this.ports.ofEntry?.(server), ...defaults, ...given };
  }

  /** By what a server could do a method that offers this. */
  means(server: ServerId, method: ServiceMethod, offer: Offer): Means | undefined {
    const choice = ableBy(this.rowsFor(server), [method, rowsOf(method)], offer);
    return choice && meansOf(choice);
  }

  /** What the server offers, as far as the caller sees it. */
  async offer({ server, signal, sees }: Pick<ServiceCall, "server" | "signal" | "sees">): Promise<Offer> {
    return seen(await this.ports.offer(server, signal), sees);
  }

  private rowsFor(server: ServerId): readonly Row[] {
    const own = this.ports.ownRows().filter((row) => row.server === undefined || row.server === server);
    return [...own, ...(this.ports.rows ?? rows)];
  }

  private fitting({ server, method }: ServiceCall, offer: Offer, variables: Variables): readonly Choice[] {
    const all = this.rowsFor(server);
    const direct = choices(all, method, offer, variables);
    const base = rowsOf(method);
    return base === method ? direct : [...direct, ...choices(all, base, offer, variables)];
  }

  private async run(choice: Choice, contract: Contract, call: ServiceCall, given: Variables): Promise<unknown> {
    this.noteOlder(choice, call);
    const variables = await this.sites.with(choice, call, given);
    const page = (paging: Variables) => this.page(choice, contract, call, { ...variables, ...paging });
    if (contract.of === "many") return listed(choice.row.page, wantedOf(variables), page);
    const { items } = await page({});
    return items[0];
  }

  /** One page of checked items. */
  private async page(choice: Choice, contract: Contract, call: ServiceCall, variables: Variables): Promise<ReadPage> {
    const { row } = choice;
    const { server } = call;
    const result = await this.send(choice, call, variables);
    const answer = opened(result);
    if (contract.of === "many" && isEmpty(row, answer.text)) return { items: [] };
    const error = result.isError ? answer.text : (reportedError(answer) ?? row.errorOf?.(answer));
    if (error !== undefined) {
      const failure = reported(server, choice, error, result);
      if (failure.code === "needs-auth" || failure.code === "forbidden") this.sites.forget(server);
      throw failure;
    }
    const read = row.read({ ...answer, value: withoutPersonalData(answer.value, askedFields(variables)) }, variables);
    const unread = (why: string) => unreadable(server, choice, why, answer.text, result);
    if (!read || (contract.of === "one" && read.items.length !== 1)) throw unread(unknownShape());
    const items = read.items.map((one) => {
      const checked = checkedItem(contract, one);
      if ("why" in checked) throw unread(checked.why);
      return checked.item;
    });
    return { ...read, items };
  }

  private async send({ row, tool }: Choice, call: ServiceCall, variables: Variables): Promise<ToolResult> {
    const { server, caller, signal, facts } = call;
    if (tool) return callTool(this.ports.requests, call, tool.name, argumentsOf(row, tool.inputSchema, variables));
    const uri = String(filled(row.resource, variables));
    return resourceResult(await this.ports.requests.readResource({ ...facts?.(), server, uri, caller, signal }));
  }

  private noteOlder(choice: Choice, { server }: ServiceCall): void {
    const { row, isOlder } = choice;
    if (!isOlder) return;
    this.noteOnce(
      `${server}\n${rowName(row)}`,
      message("services.olderName", '{server} offers "{tool}", which is now called "{name}"; it is used as before.', {
        server,
        tool: toolName(choice),
        name: row.tools[0] ?? "",
      }),
    );
  }

  private noteGone(gone: Choice, used: Choice, { server, method }: ServiceCall): void {
    const [tool, name] = [toolName(gone), toolName(used)];
    this.noteOnce(
      `${server}\n${tool}\n${name}`,
      message("services.toolGone", '{server} no longer has "{tool}"; "{name}" is used for "{method}" instead.', {
        server,
        tool,
        name,
        method,
      }),
    );
  }

  private noteOnce(key: string, text: string): void {
    if (this.noted.has(key) || this.noted.size >= notesLimit) return;
    this.noted.add(key);
    this.ports.note(text);
  }
}

/** What a caller sees of an offer. */
export const seen = (offer: Offer, sees: SeesTool | undefined): Offer =>
  sees ? { ...offer, tools: offer.tools.filter(sees) } : offer;

/** What a choice uses, for doors. */
export const meansOf = ({ row, tool }: Choice): Means => ({
  row: rowName(row),
  ...(tool && { tool: tool.name }),
  ...(row.resource !== undefined && { resource: row.resource }),
});

/** The arguments of a tool: those that it may have only where it has them. */
export function argumentsOf(row: Row, schema: Readonly<Record<string, unknown>>, variables: Variables) {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const given = Object.entries(row.args).flatMap(([name, template]): [string, unknown][] => {
    const own = name.replace(/\?$/, "");
    if (own !== name && !Object.hasOwn(properties, own)) return [];
    const value = filled(template, variables);
    return value === undefined ? [] : [[own, value]];
  });
  return Object.fromEntries(given);
}

const isEmpty = ({ empty = [] }: Row, text: string): boolean =>
  empty.some((words) => text.trimStart().startsWith(words));

/** The fields that a caller has asked for by name are not left out, whatever they hold. */
const askedFields = ({ fields }: Variables): ReadonlySet<string> =>
  new Set(Array.isArray(fields) ? fields.map((field) => String(field).toLowerCase()) : []);
