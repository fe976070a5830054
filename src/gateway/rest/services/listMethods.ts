import * as z from "zod";
import type { MethodEntry } from "../../../core/calls/services/serviceDoor";
import type { GatewayClient } from "../../access/gatewayClient";
import { type Answer, okAnswer } from "../answers/answer";
import { ableFor, partsOf, type ServiceParts } from "./serviceParts";

/** `GET /services`: every method, with the servers that can do it for this client. */
export async function listMethods(parts: ServiceParts, client: GatewayClient): Promise<Answer> {
  const door = await parts.services();
  const services = [...new Set(door.methods.map(({ method }) => partsOf(method).service))];
  return okAnswer({
    services: services.map((service) => ({
      service,
      methods: door.methods
        .filter(({ method }) => partsOf(method).service === service)
        .map((entry) => ({
          method: partsOf(entry.method).name,
          description: entry.about,
          input_schema: inputSchema(entry),
          servers: ableFor(parts, door, client, entry).map(({ server, isReady, means }) => ({
            server_id: server,
            ready: isReady,
            tool: means.tool ?? null,
            resource: means.resource ?? null,
          })),
        })),
    })),
  });
}

const made = new WeakMap<MethodEntry, Readonly<Record<string, unknown>>>();

/** The schema of a method's arguments; made once. */
function inputSchema(entry: MethodEntry): Readonly<Record<string, unknown>> {
  let schema = made.get(entry);
  if (!schema) {
    const { $schema: _, ...rest } = z.toJSONSchema(entry.input, { io: "input" });
    schema = rest;
    made.set(entry, schema);
  }
  return schema;
}
