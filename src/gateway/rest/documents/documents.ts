import { createHash } from "node:crypto";
import { nameOf } from "../../../core/calls/budget";
import { toJson } from "../../../core/kernel/json/exactJson";
import { formatBytes } from "../../../core/messages/resultText";
import type { ToolResult } from "../../../core/messages/toolResult";
import { englishOf, message } from "../../../protocol/message";
import type { GatewayClient } from "../../access/gatewayClient";
import type { Exchange } from "../../http/exchange";
import { callResult } from "../../mcp/results";
import { type Answer, isAnswer, sendAnswer } from "../answers/answer";
import { type About, invalid } from "../answers/failure";
import { type Ask, askOf, targetOf } from "../calls/ask";
import { bytesOf } from "../calls/bodyOf";
import type { IdempotencyKeys } from "../calls/idempotencyKeys";
import { keyedAnswer } from "../calls/keyedAnswer";
import { runAsk } from "../calls/runAsk";
import type { RestParts } from "../restParts";
import { documentServer } from "./documentServer";
import { boundaryIn, notForm, readUpload, type UploadProblem } from "./upload";

/** The addresses that take a file, each with the tool that gets it. */
export const documentTools = { "/documents/classify": "classify_document", "/documents/analyze": "analyze_quality" };

/** `POST /documents/…`: one call of a tool with a file. The hub only carries the file: its server takes the text out. */
export async function documents(
  parts: RestParts,
  keys: IdempotencyKeys,
  exchange: Exchange,
  client: GatewayClient,
  tool: string,
): Promise<void> {
  const about: About = { server: null, tool, request: exchange.requestId };
  const boundary = boundaryIn(exchange.request.headers["content-type"]);
  if (boundary === undefined) {
    const unread = refused(notForm(), about);
    return sendAnswer(exchange, { ...unread, headers: { connection: "close" } });
  }
  const body = await bytesOf(exchange, client, about);
  if (!Buffer.isBuffer(body)) return sendAnswer(exchange, body);
  const upload = await readUpload(body, boundary);
  if ("problem" in upload) return sendAnswer(exchange, refused(upload, about));

  const { file, request_id: id } = upload;
  const named: About = {
    server: upload.server_id ?? targetOf(exchange) ?? null,
    tool,
    request: id ?? exchange.requestId,
  };
  const server = documentServer(parts, client, named, tool);
  if (isAnswer(server)) return sendAnswer(exchange, server);
  if (server.fileBytes !== undefined && file.size > server.fileBytes)
    return sendAnswer(exchange, tooLarge({ ...named, server: server.id }, server.fileBytes));
  const bytes = Buffer.from(await file.arrayBuffer());
  const ask = askOf(parts, exchange, client, {
    server_id: server.id,
    tool_name: tool,
    tool_input: { filename: file.name, content: bytes.toString("base64") },
    ...(id !== undefined && { request_id: id }),
  });
  if (isAnswer(ask)) return sendAnswer(exchange, ask);
  // A client that sends its form again makes a new boundary: what counts is what the form says.
  const text = JSON.stringify([server.id, id, file.name, createHash("sha256").update(bytes).digest("base64")]);
  const answer = keyedAnswer(keys, { exchange, client, about: ask.about, text }, (signal) =>
    runAsk(parts, ask, signal, undefined, (_, result) => answered(ask, file.name, result)),
  );
  sendAnswer(exchange, await answer);
}

function answered({ about, call }: Ask, filename: string, result: ToolResult): Answer {
  const { content, structuredContent } = callResult(result, "modern");
  const said = message("rest.fileAnswered", "{call} answered.", { call: nameOf(call) });
  const json = toJson({
    status: "success",
    request_id: about.request,
    filename,
    server_id: about.server,
    tool_name: about.tool,
    result: structuredContent ?? { content },
    message: result.warning === undefined ? said : `${said} ${englishOf(result.warning)}`,
  });
  return { status: 200, json: json ?? "" };
}

const refused = ({ status, problem, fields }: UploadProblem, about: About): Answer =>
  invalid(problem, about, fields, status);

function tooLarge(about: About, limit: number): Answer {
  const text = message(
    "rest.fileTooLarge",
    'The file is larger than {limit}, the most that "{id}" takes. Send a smaller one.',
    {
      limit: formatBytes(limit),
      id: about.server ?? "",
    },
  );
  return invalid(text, about, [{ path: "file", message: text }], 413);
}
