import * as vscode from "vscode";
import { safeLine } from "../../core/redact";
import { resourceAt, resourceScheme } from "../resources/resourcePath";
import { toMemory } from "./followUps";
import { type Turn, withoutPictures } from "./history";

const attachedLimit = 20;
const textLimit = 4000;

/** The conversation so far, as words. What the model said comes from its turn's memory, without the lines about tools. */
export const toTurns = (history: vscode.ChatContext["history"]): readonly Turn[] =>
  history.map((turn) =>
    turn instanceof vscode.ChatRequestTurn
      ? { role: "user", text: turn.command ? `/${turn.command} ${turn.prompt}` : turn.prompt }
      : { role: "assistant", text: toMemory(turn.result.metadata).answer ?? shownText(turn) },
  );

const shownText = ({ response }: vscode.ChatResponseTurn): string =>
  withoutPictures(
    response.map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : "")).join(""),
  );

/** What the person attached, one entry each: where a file is (tools can read it), or the text itself. */
export const attachedLines = (references: readonly vscode.ChatPromptReference[]): readonly string[] =>
  references.slice(0, attachedLimit).flatMap(({ value }) => describe(value) ?? []);

function describe(value: unknown): string | undefined {
  if (value instanceof vscode.Uri) return place(value);
  if (value instanceof vscode.Location) {
    return `${place(value.uri)}, lines ${value.range.start.line + 1} to ${value.range.end.line + 1}`;
  }
  return typeof value === "string" ? value.slice(0, textLimit) : undefined;
}

/** A resource is named as the model can read it. */
function place(uri: vscode.Uri): string {
  const resource = uri.scheme === resourceScheme ? resourceAt(uri.path) : undefined;
  if (resource) return `the resource ${safeLine(resource.uri, 2000)} of the MCP server ${resource.server}`;
  return uri.scheme === "file" ? uri.fsPath : uri.toString();
}
