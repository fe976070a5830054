import { nameOf } from "../../../core/calls/budget";
import { newCall } from "../../../core/calls/toolCall";
import { argumentMistakes } from "../../../core/catalog/checkArguments";
import { mendedArguments } from "../../../core/catalog/mendedArguments";
import { errorTable } from "../../../core/kernel/errorTable";
import { asHubError, type HubError } from "../../../core/kernel/hubError";
import { toJson } from "../../../core/kernel/json/exactJson";
import { safeText } from "../../../core/kernel/redact";
import { resultBody, toolErrorText } from "../../../core/messages/resultText";
import type { Progress, ToolResult } from "../../../core/messages/toolResult";
import { englishOf, message } from "../../../protocol/message";
import { defectIn } from "../../http/defect";
import { callResult } from "../../mcp/results";
import type { Answer } from "../answers/answer";
import { type FieldProblem, failure, hubFailure } from "../answers/failure";
import { boundedWords } from "../answers/serverSaid";
import type { RestParts } from "../restParts";
import { schemaOf, unknownServer, unknownTool } from "../servers/visible";
import type { Ask } from "./ask";
import { cutTo } from "./resultSize";

/** How much of an error that a tool reports becomes the message, in characters. */
const errorTextLimit = 1000;

/**
 * Makes the call. Never rejects: whatever comes of it is an answer.
 *
 * @param answered - the answer to a call whose tool reported no error; by default that of `POST /chat`
 */
export async function runAsk(
  parts: RestParts,
  ask: Ask,
  signal: AbortSignal,
  onProgress?: (progress: Progress) => void,
  answered: (ask: Ask, result: ToolResult) => Answer = succeeded,
): Promise<Answer> {
  try {
    const result = await parts.requests.callTool(newCall({ ...ask.call, signal, ...(onProgress && { onProgress }) }));
    return result.isError ? toolFailed(ask, result) : answered(ask, result);
  } catch (error) {
    return failed(parts, ask, asHubError(error));
  }
}

function succeeded({ about, call, maxBytes }: Ask, whole: ToolResult): Answer {
  const { result, notes } =
    maxBytes === undefined ? { result: whole, notes: [] } : cutTo(whole, nameOf(call), maxBytes);
  const said = [message("rest.answered", "{call} answered.", { call: nameOf(call) }), ...notes];
  if (result.warning !== undefined) said.push(englishOf(result.warning));
  const json = toJson({
    status: "success",
    server_id: about.server,
    tool_name: about.tool,
    tool_output: outputOf(result),
    message: said.length === 1 ? said[0] : said.join(" "),
    original_request_id: about.request,
  });
  return { status: 200, json: json ?? "" };
}

/** A result in the protocol's own form (specification, tools, `CallToolResult`), as its server sent it where nothing changed it. */
function outputOf(result: ToolResult) {
  const { isError: _, resultType: __, ...output } = callResult(result, "modern");
  return output;
}

/** The tool ran and reported an error: a client that only looks at the status must not take that for a success. */
function toolFailed({ about }: Ask, result: ToolResult): Answer {
  const words = safeText(resultBody(result, {}).trim(), errorTextLimit);
  const reason = words === "" ? message("result.noReason", "It gave no reason.") : words;
  const { content, structured } = result;
  return failure(
    "MCP_SERVER_ERROR",
    502,
    `${toolErrorText()} ${reason} ${errorTable["server-error"].advice()}`,
    about,
    {
      details: { reason: "tool-error" },
      said: {
        status: null,
        details: boundedWords({ content, ...(structured !== undefined && { structuredContent: structured }) }),
      },
    },
  );
}

function failed(parts: RestParts, { about, client, call }: Ask, error: HubError): Answer {
  switch (error.code) {
    // The hub's own messages name everything that there is; this client may see less.
    case "unknown-server":
      return unknownServer(parts, client, about);
    case "unknown-tool":
      return unknownTool(parts, client, about);
    case "bad-arguments":
      return hubFailure(error, about, { details: { fields: mistakesIn(parts, call) } });
    case "internal":
      parts.onDefect(defectIn(call.request ?? about.request, error));
      return hubFailure(error, about);
    default:
      return hubFailure(error, about);
  }
}

/** The fields of `tool_input` that the tool's input schema refuses. */
function mistakesIn(parts: RestParts, { server, tool, args }: Ask["call"]): readonly FieldProblem[] {
  const schema = schemaOf(parts, server, tool);
  if (!schema) return [];
  return argumentMistakes(schema, mendedArguments(schema, args)).map(({ path, text }) => ({
    path: path === "" ? "tool_input" : `tool_input.${path}`,
    message: text,
  }));
}
