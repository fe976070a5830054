import * as z from "zod";
import { BatchRequest, ChatRequest } from "../calls/requestSchemas";
import * as answers from "./answerSchemas";
import { operations } from "./operations";

/** Every schema of the document by its name there. */
const named = { ChatRequest, BatchRequest, ...answers };

/** The document of the API (OpenAPI 3.1), made of the schemas that check its requests. */
export const openApiDocument = (version: string) => ({
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
    { name: "servers", description: "What is there." },
    { name: "operation", description: "How the hub does." },
  ],
  paths: operations(),
  components: {
    securitySchemes: {
      bearer: { type: "http", scheme: "bearer", description: "The client's token." },
      apiKey: { type: "apiKey", in: "header", name: "X-API-Key", description: "The same token." },
    },
    schemas: componentSchemas(),
  },
});

/** The schemas, which refer to each other. */
function componentSchemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: "input", uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    // An id with a fragment is not allowed, and the dialect is that of the document (JSON Schema 2020-12, section 8.2.1).
    Object.entries(schemas).map(([name, { $id: _, $schema: __, ...schema }]) => [name, schema]),
  );
}
