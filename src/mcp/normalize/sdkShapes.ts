import {
  type ListResourceTemplatesResult,
  ProtocolError,
  ProtocolErrorCode,
  type Prompt as SdkPrompt,
  type Tool as SdkTool,
  specTypeSchemas,
} from "@modelcontextprotocol/client";
import type { Prompt, Tool } from "../../core/catalog/catalog";
import type { RequestOptions } from "../../core/connection/link";
import type { Content } from "../../core/messages/content";
import { keepSentResult, type SentResult } from "../../core/messages/sentResult";
import type { ToolResult } from "../../core/messages/toolResult";
import { defined } from "./fields";
import { noStructure } from "./normalizeCall";
import { pinnedEntry, sentEntry, takeSent } from "./sentEntry";

/** The longest time of a timer, in milliseconds: the caller's signal is the limit, and the SDK's own must never come first. */
export const noLimitMs = 2 ** 31 - 1;

/** The result of a tool call as the hub's own type. `sent`: what it was made of, where its `_meta` does not carry it. */
export function toResult({ content, structuredContent, isError, _meta }: CallResult, sent?: SentResult): ToolResult {
  const { own, sent: original = sent } = takeSent(_meta);
  const result: ToolResult = {
    content,
    isError: isError === true,
    ...(structuredContent !== undefined && structuredContent !== noStructure && { structured: structuredContent }),
    ...(own !== undefined && { meta: own }),
  };
  return original ? keepSentResult(result, original) : result;
}

/** A part of a result, known to be made of what the result's `_meta` carries. */
export function sentPart<T extends object>(part: T, meta: Readonly<Record<string, unknown>> | undefined): T {
  const { sent } = takeSent(meta);
  return sent ? keepSentResult(part, sent) : part;
}

interface CallResult {
  readonly content: readonly Content[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean | undefined;
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
}

/** Many servers have resources and do not know the request for templates. */
export function noTemplates(error: unknown): Pick<ListResourceTemplatesResult, "resourceTemplates"> {
  if (error instanceof ProtocolError && error.code === ProtocolErrorCode.MethodNotFound)
    return { resourceTemplates: [] };
  throw error;
}

/** The options of a request. Progress is always requested: a server that reports progress must not be taken for one that hangs. */
export const toSdkOptions = ({ signal, onProgress }: RequestOptions) => ({
  signal,
  timeout: noLimitMs,
  resetTimeoutOnProgress: true,
  onprogress: (progress: { progress: number; total?: number | undefined; message?: string | undefined }) =>
    onProgress?.(defined(progress)),
});

/** Any object as a result, for requests that the SDK does not know. */
export const anyResult = specTypeSchemas.Result;

/** A tool as the server lists it. `tasks`: how the server supports tasks, where it does. */
export function toTool(tool: SdkTool, tasks?: "asked" | "answered"): Tool {
  const { name, title, description, inputSchema, outputSchema, annotations, execution, _meta: meta } = tool;
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations ?? {};
  const hints = defined({
    readOnly: readOnlyHint,
    destructive: destructiveHint,
    idempotent: idempotentHint,
    openWorld: openWorldHint,
  });
  const support = execution?.taskSupport;
  const asked = support === "optional" || support === "required" ? support : undefined;
  const task = tasks === "answered" ? "unasked" : tasks === "asked" ? asked : undefined;
  const icon = iconOf(tool);
  const listed: Tool = defined({
    name,
    title,
    description,
    inputSchema,
    outputSchema,
    hints,
    ...(task && { task }),
    icon,
  });
  return pinnedEntry("tool", listed, meta);
}

/** A prompt as the server lists it. */
export const toPrompt = ({ name, title, description, arguments: args, icons, _meta: meta }: SdkPrompt): Prompt =>
  pinnedEntry(
    "prompt",
    defined({ name, title, description, arguments: (args ?? []).map(defined), icon: iconOf({ icons }) }),
    meta,
  );

/** A resource or a template as the server lists it. */
export const toResource = <T extends WithIcons>({ icons, _meta: meta, ...resource }: T) =>
  sentEntry(defined({ ...resource, icon: iconOf({ icons }) }), meta);

interface WithIcons {
  readonly icons?: readonly { readonly src: string }[] | undefined;
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
}

/** The icons were filtered when the list came in: the first may be displayed. */
const iconOf = ({ icons }: WithIcons): string | undefined => icons?.[0]?.src;
