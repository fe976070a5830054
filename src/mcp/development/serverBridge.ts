import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { StdioPlan } from "../../core/config/plan/launchPlan";
import type { Bridge } from "../../core/development/conformance/conformancePorts";
import { message } from "../../protocol/message";
import type { Environment } from "../stdio/serverEnv";
import { BridgedAnswer } from "./bridgedAnswer";
import { type BridgedMessage, readBridged } from "./bridgedMessage";
import { type BridgedPorts, BridgedProgram, bridgedLimit, failureLine } from "./bridgedProgram";

const host = "127.0.0.1";

/** So many sessions may there be, each of which is a process. */
const mostSessions = 16;

/** What refuses a request: its HTTP status, and why. */
type Refusal = readonly [status: number, text: string];

/**
 * Streamable HTTP before a program that speaks stdio, on this machine only and at an address that nobody can guess: a process for each
 * session, and one for all requests of the revisions without sessions. Everything is passed on as it came.
 */
export async function openBridge(plan: StdioPlan, shell: Environment, ports: BridgedPorts): Promise<Bridge> {
  const path = `/${randomBytes(24).toString("base64url")}/mcp`;
  const sessions = new Map<string, Promise<BridgedProgram>>();
  const started: Promise<BridgedProgram>[] = [];
  let shared: Promise<BridgedProgram> | undefined;
  let isOver = false;

  const start = (isModern: boolean): Promise<BridgedProgram> => {
    const program = BridgedProgram.start(plan, shell, isModern, ports);
    started.push(program);
    return program;
  };

  /** The program that a message is for, and the session that it begins. */
  function programOf(
    read: BridgedMessage,
    session: string | undefined,
  ): { program: Promise<BridgedProgram>; begun?: string } | Refusal {
    if (session !== undefined) {
      const program = sessions.get(session);
      return program ? { program } : [404, "no such session"];
    }
    if (read.isModern) {
      shared ??= start(true);
      return { program: shared };
    }
    if (read.method !== "initialize") return [400, "Mcp-Session-Id is missing"];
    if (started.length >= mostSessions) return [503, "too many sessions"];
    const begun = randomUUID();
    const program = start(false);
    sessions.set(begun, program);
    return { program, begun };
  }

  async function post(request: IncomingMessage, response: ServerResponse, session: string | undefined) {
    const text = await bodyOf(request);
    if (text === undefined) return refuse(response, [413, "the message is too large"]);
    const read = readBridged(text);
    if (!read) return refuse(response, [400, "the body is not one JSON-RPC message"]);
    const found = programOf(read, session);
    if (!("program" in found)) return refuse(response, found);
    // A line ends the message: JSON holds a line end only between its tokens.
    const line = text.replaceAll(/[\r\n]+/g, " ");
    try {
      const program = await found.program;
      if (read.id === undefined || read.isAnswer) {
        await program.tell(line);
        response.writeHead(202).end();
      } else {
        const headers: Record<string, string> = found.begun === undefined ? {} : { "mcp-session-id": found.begun };
        await program.ask(line, read, new BridgedAnswer(response, headers));
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      response.writeHead(502, { "content-type": "application/json" }).end(failureLine(why, read.id));
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const own = (server.address() as AddressInfo | null)?.port;
    const { host: asked, origin } = request.headers;
    // A page in a browser must not reach it under another name.
    if (isOver || asked !== `${host}:${own}` || (origin !== undefined && origin !== `http://${host}:${own}`))
      return refuse(response, [403, "not for this host or origin"]);
    if (request.url !== path) return refuse(response, [404, "nothing is here"]);
    const header = request.headers["mcp-session-id"];
    const session = typeof header === "string" ? header : undefined;
    if (request.method === "POST") return post(request, response, session);
    const program = session === undefined ? undefined : sessions.get(session);
    if (request.method !== "GET" && request.method !== "DELETE") return refuse(response, [405, "no such method"]);
    if (session === undefined) return refuse(response, [405, "only with Mcp-Session-Id"]);
    if (!program) return refuse(response, [404, "no such session"]);
    if (request.method === "GET") {
      if (!(await program).listen(new BridgedAnswer(response))) refuse(response, [409, "there is such a stream"]);
      return;
    }
    sessions.delete(session);
    await (await program).end();
    response.writeHead(204).end();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      ports.report(error);
      response.destroy();
    });
  });
  server.maxConnections = 4 * mostSessions;
  server.listen(0, host);
  await once(server, "listening");
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}${path}`,
    async close() {
      isOver = true;
      server.close();
      // One that did not start is not there to end.
      const programs = await Promise.allSettled(started);
      await Promise.all(programs.map((one) => (one.status === "fulfilled" ? one.value.end() : undefined)));
      server.closeAllConnections();
    },
  };
}

function refuse(response: ServerResponse, [status, why]: Refusal): void {
  const text = message("bridge.refused", "The bridge of the conformance run refused this request: {why}.", { why });
  response.writeHead(status, { "content-type": "application/json" }).end(failureLine(text));
}

/** `undefined` where it is too large; the rest is not read. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > bridgedLimit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
