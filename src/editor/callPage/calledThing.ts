import { asShown, type JsonSchema, type ToolHints } from "../../core/catalog/catalog";
import { templateFields } from "../../core/forms/resourceTemplate";
import type { Hub } from "../../core/hub/hub";
import { HubError } from "../../core/kernel/hubError";
import { safeLine, safeText } from "../../core/kernel/redact";
import type { CallTarget } from "../../protocol/callPageMessages";
import { message } from "../../protocol/message";

/** What is called, whatever its kind: its texts, sanitized, and the schema of its arguments. */
export interface CalledThing {
  readonly title: string;
  readonly description: string;
  readonly hints: readonly string[];
  readonly schema: JsonSchema;
  readonly outputSchema?: JsonSchema;
  /** The digest of what its server sent, for what has one. */
  readonly digest?: string | undefined;
}

/** The longest description, in characters. */
const descriptionLimit = 20_000;

/** What a server offers under this name now. Throws a `HubError` where there is nothing. */
export function calledThing(hub: Pick<Hub, "tools" | "catalog">, target: CallTarget): CalledThing {
  const { kind, server, name } = target;
  switch (kind) {
    case "tool": {
      const found = hub.tools().find((one) => one.server === server && one.tool.name === name);
      if (!found) throw gone(target);
      const { inputSchema, outputSchema, hints, task, digest, ...texts } = asShown(found);
      const isTask = task === "required" || task === "unasked";
      return {
        ...textsOf(texts),
        hints: [...hintWords(hints), ...(isTask ? [message("callPage.task", "runs as a task")] : [])],
        schema: inputSchema,
        ...(outputSchema && { outputSchema }),
        digest: found.tool.digest ?? digest,
      };
    }
    case "prompt": {
      const found = hub.catalog(server).prompts.find((one) => one.name === name);
      if (!found) throw gone(target);
      const fields = found.arguments.map((argument) => [
        argument.name,
        { type: "string", ...(argument.description !== undefined && { description: argument.description }) },
      ]);
      const required = found.arguments
        .filter((argument) => argument.required === true)
        .map((argument) => argument.name);
      return { ...textsOf(found), hints: [], schema: objectOf(fields, required), digest: found.digest };
    }
    case "resource": {
      const found = hub.catalog(server).resources.find(({ uri }) => uri === name);
      if (!found) throw gone(target);
      return { ...textsOf(found), hints: [safeLine(name, 300)], schema: objectOf([], []) };
    }
    case "template": {
      const found = hub.catalog(server).resourceTemplates.find(({ uriTemplate }) => uriTemplate === name);
      if (!found) throw gone(target);
      const fields = templateFields(name);
      const required = fields.filter((field) => field.required).map((field) => field.name);
      const schema = objectOf(
        fields.map((field) => [field.name, { type: "string" }]),
        required,
      );
      return { ...textsOf(found), hints: [safeLine(name, 300)], schema };
    }
  }
}

const objectOf = (properties: readonly unknown[][], required: readonly string[]): JsonSchema => ({
  type: "object",
  properties: Object.fromEntries(properties as [string, unknown][]),
  required,
  additionalProperties: false,
});

function textsOf(texts: { readonly name: string; readonly title?: string; readonly description?: string }) {
  const name = safeLine(texts.name, 120);
  const title = safeLine(texts.title ?? "", 120);
  return {
    title: title === "" || title === name ? name : `${title} (${name})`,
    description: safeText(texts.description ?? "", descriptionLimit),
  };
}

/** What a server says about its tool: nobody has checked it. */
const hintWords = ({ readOnly, destructive, idempotent, openWorld }: ToolHints): string[] =>
  [
    readOnly === true && message("callPage.readOnly", "says it only reads"),
    readOnly !== true && destructive === true && message("callPage.destructive", "says it may delete or overwrite"),
    readOnly !== true &&
      idempotent === true &&
      message("callPage.idempotent", "says a repeated call changes nothing more"),
    openWorld === true && message("callPage.openWorld", "says it reaches beyond its server"),
  ].filter((word) => word !== false);

function gone({ kind, server, name }: CallTarget): HubError {
  const values = { server, name: safeLine(name, 120) };
  switch (kind) {
    case "tool":
      return new HubError(
        "unknown-tool",
        message(
          "callPage.noTool",
          'Server "{server}" currently has no tool "{name}". Check its state in the Servers view.',
          values,
        ),
      );
    case "prompt":
      return new HubError(
        "not-connected",
        message(
          "callPage.noPrompt",
          'Server "{server}" currently has no prompt "{name}". Check its state in the Servers view.',
          values,
        ),
      );
    default:
      return new HubError(
        "unknown-resource",
        message(
          "callPage.noResource",
          'Server "{server}" currently has no resource "{name}". Check its state in the Servers view.',
          values,
        ),
      );
  }
}
