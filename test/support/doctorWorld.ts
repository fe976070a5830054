import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";
import type { ComposedHub, ComposePorts } from "../../src/composedHub";
import { readConfiguration } from "../../src/core/config/reading/configuration";
import type { ServerDefinition } from "../../src/core/config/schema/serverDefinition";
import type { SettingsLocation } from "../../src/core/config/schema/settingsLocation";
import { changedEntry } from "../../src/core/diagnosis/changedEntry";
import type { Diagnosis, Finding, Fix } from "../../src/core/diagnosis/finding";
import type { FixKind } from "../../src/core/diagnosis/findingCodes";
import { MemorySecrets } from "../../src/headless/memoryState";
import { aComposedHub, contextHere } from "./aComposedHub";

export type Entry = Readonly<Record<string, unknown>>;

const never = new AbortController().signal;

/** A doctor with everything that is real, and what breaks servers: programs in a folder, and servers on this machine. */
export class DoctorWorld {
  readonly folder = mkdtempSync(join(tmpdir(), "mcph-doctor-"));
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly hubs: ComposedHub[] = [];

  /** Diagnoses one entry. `ports`: what differs in the hub. */
  async diagnose(
    entry: Entry,
    ports: Partial<ComposePorts> = {},
    location: SettingsLocation = { scope: "user" },
    isRestricted = false,
  ): Promise<Diagnosis> {
    const hub = aComposedHub({ variables: answering, report: () => {}, ...ports });
    this.hubs.push(hub);
    const diagnosis = await hub.doctor.diagnose(definitionOf(entry, location, !isRestricted), never);
    await hub.close();
    return diagnosis;
  }

  /** The entry after a fix. */
  fixed(entry: Entry, fix: Fix | undefined): Entry {
    if (fix?.kind === "change") return changedEntry(entry, fix.changes);
    assert.equal(fix?.kind, "trust-certificate");
    const caFile = this.file("trusted.pem", fix?.kind === "trust-certificate" ? fix.certificate.pem : "");
    return changedEntry(entry, [{ path: ["tls"], value: { caFile } }]);
  }

  /** A file of the folder. */
  file(name: string, content: string | Buffer, mode = 0o644): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    chmodSync(path, mode);
    return path;
  }

  /** A program that a shell runs. */
  script(name: string, text: string): string {
    return this.file(name, `#!/bin/sh\n${text}\n`, 0o755);
  }

  /** The port of a server over HTTP, or over HTTPS with a certificate. */
  http(listener: RequestListener, tls?: ServerOptions): Promise<number> {
    return this.listens(tls ? createSecureServer(tls, listener) : createServer(listener));
  }

  /** The port of a server that does this with each connection. */
  port(connected: (socket: Socket) => void): Promise<number> {
    return this.listens(createSocketServer(connected));
  }

  private listens(server: Server): Promise<number> {
    this.servers.push(server);
    for (const event of ["connection", "secureConnection"])
      server.on(event, (socket: Socket) => {
        this.sockets.add(socket);
        socket.on("error", () => {}); // a client that refuses a certificate resets its connection
        socket.on("close", () => this.sockets.delete(socket));
      });
    server.on("tlsClientError", () => {});
    return new Promise((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
    );
  }

  async dispose(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Which kind of fix a finding has, as the table of codes counts them. */
export function fixKind({ fix }: Finding): FixKind {
  if (fix === undefined) return "none";
  return fix.kind === "command" ? "command" : "entry";
}

/** A person who is asked for a value gives one. */
const answering = {
  variableContext: contextHere,
  secrets: new MemorySecrets(),
  parseEnv,
  ask: async ({ name }: { name: string }) => (name === "UNKNOWN" ? undefined : "a value"),
};

function definitionOf(entry: Entry, location: SettingsLocation, isTrusted: boolean): ServerDefinition {
  const { definitions } = readConfiguration([{ location, values: { servers: { broken: entry } } }], isTrusted);
  const [definition] = definitions;
  assert.ok(definition);
  return definition;
}

interface TinyOptions {
  readonly path?: string;
  readonly tools?: readonly unknown[];
  /** Answers a method in place of the server. */
  readonly answers?: Readonly<Record<string, object>>;
  readonly capabilities?: object;
}

/** A small MCP server over HTTP, with a handshake and without sessions. */
export const tinyMcp =
  ({ path, tools = [], answers = {}, capabilities = { tools: {} } }: TinyOptions = {}): RequestListener =>
  (request, response) => {
    const text: Buffer[] = [];
    request.on("data", (chunk: Buffer) => text.push(chunk));
    request.on("end", () => {
      if (path !== undefined && request.url !== path) return void response.writeHead(404).end("no such page");
      if (request.method !== "POST") return void response.writeHead(405).end();
      const { id, method, params } = JSON.parse(Buffer.concat(text).toString("utf8"));
      if (id === undefined) return void response.writeHead(202).end();
      const usual: Record<string, object> = {
        initialize: {
          result: {
            protocolVersion: params?.protocolVersion,
            capabilities,
            serverInfo: { name: "tiny", version: "1" },
          },
        },
        "tools/list": { result: { tools } },
        ping: { result: {} },
        ...answers,
      };
      const unknown = { error: { code: -32601, message: "Method not found" } };
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ jsonrpc: "2.0", id, ...(usual[method] ?? unknown) }));
    });
  };

/** Answers everything with this. */
export const always =
  (status: number, headers: Record<string, string> = {}, body = ""): RequestListener =>
  (request, response) => {
    request.resume();
    request.on("end", () => response.writeHead(status, headers).end(body));
  };

/** A server at one path, and something else at all others. */
export const at =
  (path: string, server: RequestListener, others: RequestListener): RequestListener =>
  (request, response) =>
    (request.url === path ? server : others)(request, response);
