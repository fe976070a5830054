import * as z from "zod";
import type { MethodEntry } from "../../../core/calls/services/serviceDoor";
import { BatchRequest, ChatRequest } from "../calls/requestSchemas";
import { DocumentUpload } from "../documents/upload";
import * as answers from "./answerSchemas";
import { operations } from "./operations";
import { failureResponses } from "./responses";
import { serviceOperations, serviceSchemas } from "./serviceOperations";

/**
 * The document of the API (OpenAPI 3.1), made of the schemas that check its requests.
 *
 * @param methods - those of the typed services; missing where they are not served
 */
export const openApiDocument = (version: string, methods: readonly MethodEntry[] = []) => ({
  openapi: "3.1.1",
  info: {
    title: "MCP Client Hub",
    version,
    summary: "Tools of all MCP servers of a hub, for programs that do not speak MCP.",
    description:
      "Every request passes the same policy, limits and records as those of other clients of the hub. Slashes at the end of a path are ignored.",
    license: { name: "MIT", identifier: "MIT" },
  },
  servers: [{ url: "/" }],
  security: [{ bearer: [] }, { apiKey: [] }],
  tags: [
    { name: "calls", description: "Calling tools." },
    { name: "services", description: "One typed shape over many servers." },
    { name: "servers", description: "What is there." },
    { name: "operation", description: "How the hub does." },
  ],
  paths: { ...operations(), ...serviceOperations(methods) },
  components: {
    securitySchemes: {
      bearer: { type: "http", scheme: "bearer", description: "The client's token." },
      apiKey: { type: "apiKey", in: "header", name: "X-API-Key", description: "The same token." },
    },
    schemas: componentSchemas({ ChatRequest, BatchRequest, DocumentUpload, ...answers, ...serviceSchemas(methods) }),
    responses: failureResponses(),
  },
});

/** The schemas by their names in the document, which refer to each other. */
function componentSchemas(named: Readonly<Record<string, z.ZodType>>): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: "input", uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    // An id with a fragment is not allowed, and the dialect is that of the document (JSON Schema 2020-12, section 8.2.1).
    Object.entries(schemas).map(([name, { $id: _, $schema: __, ...schema }]) => [name, schema]),
  );
}
