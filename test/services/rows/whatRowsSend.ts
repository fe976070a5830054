import assert from "node:assert/strict";
import type { ServiceMethod } from "../../../src/core/config/schema/options/serviceRows";
import { argumentsOf } from "../../../src/services/calls/callMethod";
import { variablesOf } from "../../../src/services/calls/variablesOf";
import { contracts } from "../../../src/services/contracts/contracts";
import { rows } from "../../../src/services/rows/rows";

/** What a row sends: its kind, its tools with older names, the arguments, and by what it asks for pages of how many items. */
export type Sent = readonly [kind: string, tools: string, args: object, paging?: string];

/** Methods, each with what it is asked, and what each of its rows makes of that. */
export type SentByMethod = Readonly<Record<string, { readonly input: object; readonly sent: readonly Sent[] }>>;

/** Tests what each row of these methods sends to a tool that has every argument, for the second page of a list. */
export function theyAreSent(methods: SentByMethod): void {
  for (const [method, { input, sent }] of Object.entries(methods))
    it(`${method} sends each tool the arguments that it takes`, () => {
      assert.deepEqual(whatRowsSend(method as ServiceMethod, input), sent);
    });
}

function whatRowsSend(method: ServiceMethod, input: object): readonly Sent[] {
  const given = variablesOf(method, contracts[method].input.parse(input));
  const variables = { cloudId: "acme", ...given, size: 20, page: 2, offset: 1, start: 30, cursor: "c" };
  return rows
    .filter((row) => row.method === method)
    .map((row): Sent => {
      const { kind, tools, args, page } = row;
      const properties = Object.fromEntries(Object.keys(args).map((name) => [name.replace("?", ""), {}]));
      const sent = argumentsOf(row, { properties }, variables);
      const paging = page && [page.by, page.least, page.most].filter((part) => part !== undefined).join(" ");
      const shown = tools.join(", ");
      return paging === undefined ? [kind, shown, sent] : [kind, shown, sent, paging];
    });
}
