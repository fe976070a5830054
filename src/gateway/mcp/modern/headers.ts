import type { IncomingHttpHeaders } from "node:http";
import type { JsonSchema } from "../../../core/catalog/catalog";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import { type Json, RpcError, type RpcRequest, rpcCodes } from "../rpc";

/** The member of `params` that `Mcp-Name` repeats, by method. */
const named: Readonly<Record<string, "name" | "uri">> = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
};

/**
 * The headers that repeat what the body says, so that whatever stands between can route by them: they must say the same (specification
 * 2026-07-28, transports, request headers). Throws an `RpcError` where they do not.
 */
export function checkHeaders(
  headers: IncomingHttpHeaders,
  { method, params }: Pick<RpcRequest, "method" | "params">,
  version: string,
): void {
  same(headers, "mcp-protocol-version", version);
  same(headers, "mcp-method", method);
  const member = Object.hasOwn(named, method) ? named[method] : undefined;
  if (member !== undefined && typeof params[member] === "string") same(headers, "mcp-name", params[member]);
}

/**
 * The same for the arguments of a call that its tool wants as headers (`x-mcp-header` in its input schema, at any depth of `properties`).
 */
export function checkParamHeaders(headers: IncomingHttpHeaders, { properties }: JsonSchema, args: Json): void {
  for (const [name, property] of Object.entries(isObject(properties) ? properties : {})) {
    if (!isObject(property)) continue;
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    const header = property["x-mcp-header"];
    if (typeof header === "string") {
      const sent = decoded(headers, `mcp-param-${header.toLowerCase()}`);
      const isMissing = value === undefined || value === null;
      if (isMissing ? sent !== undefined : !isSame(sent, value)) throw mismatch(`Mcp-Param-${header}`);
    }
    checkParamHeaders(headers, property, isObject(value) ? value : {});
  }
}

function same(headers: IncomingHttpHeaders, name: string, value: string): void {
  if (decoded(headers, name) !== value) throw mismatch(name);
}

/** A value that is not plain text comes in base64, marked as such. Throws an `RpcError` where it is marked, and is something else. */
function decoded(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  if (typeof value !== "string") return undefined;
  const [, base64] = /^=\?base64\?(.*)\?=$/.exec(value) ?? [];
  if (base64 === undefined) return value;
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw mismatch(name);
  return Buffer.from(base64, "base64").toString("utf8");
}

const isSame = (sent: string | undefined, value: unknown): boolean =>
  sent !== undefined && (typeof value === "number" ? Number(sent) === value : sent === String(value));

const mismatch = (header: string) =>
  new RpcError(
    rpcCodes.headerMismatch,
    message("gateway.headerMismatch", "The header {header} is missing, or says something else than the body.", {
      header,
    }),
    { header },
    400,
  );
