import { safeLine } from "../../../core/kernel/redact";
import type { ServerId } from "../../../protocol/hubEvent";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import { missingArguments, named, type Offer } from "../../rows/choices";
import type { Row } from "../../rows/row";

/** The most names that a sentence has. */
const mostNames = 30;

/** Why a row does not fit what a server offers; `undefined` where only its arguments or variables may be the reason. */
export function misfit(row: Row, server: ServerId, { tools }: Offer): string | undefined {
  const tool = row.tools.flatMap((name) => named(tools, name)).map((found) => found.tool)[0];
  if (!tool)
    return message("services.misfitTool", '{server} has no tool "{tool}". It offers: {tools}.', {
      server,
      tool: row.tools.map((name) => safeLine(name)).join('", "'),
      tools: listed(tools.map(({ name }) => name)),
    });
  const missing = missingArguments(tool.inputSchema, row.args);
  if (missing.length === 0) return undefined;
  const { properties } = tool.inputSchema;
  return message("services.misfitArguments", '"{tool}" on {server} has no argument {missing}. It has: {names}.', {
    tool: safeLine(tool.name),
    server,
    missing: listed(missing.map((name) => `"${name}"`)),
    names: listed(isObject(properties) ? Object.keys(properties) : []),
  });
}

const listed = (names: readonly string[]): string =>
  names.length === 0
    ? message("services.nothing", "nothing")
    : names
        .slice(0, mostNames)
        .map((name) => safeLine(name, 80))
        .join(", ") + (names.length > mostNames ? ", …" : "");
