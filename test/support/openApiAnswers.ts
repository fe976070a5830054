import assert from "node:assert/strict";
import { type Schema, Validator } from "@cfworker/json-schema";
import type { openApiDocument } from "../../src/gateway/rest/openApi/openApi";

type Document = ReturnType<typeof openApiDocument>;

interface Response {
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Response | { readonly $ref: string }>>;
}

export interface Answered {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The header Content-Type. */
  readonly type: string;
  readonly body: unknown;
}

const validators = new WeakMap<Schema, Validator>();

/** An answer has a status, a media type and a body that the document names for its address. An address that is not served fails as all do. */
export function assertDocumented(document: Document, { method, path, status, type, body }: Answered): void {
  const operation = operationOf(document, method, path);
  const media = type.split(";")[0] ?? "";
  const what = `${method} ${path}: ${status} ${media}`;
  const content = operation ? responseIn(document, operation, status)?.content : { [media]: { schema: failureSchema } };
  assert.ok(content, `${what}: this status is not in the document.\n${JSON.stringify(body)}`);
  const schema = content[media]?.schema;
  assert.ok(schema, `${what}: this media type is not in the document.`);
  if (method === "HEAD") return;
  const { valid, errors } = validatorOf(document, schema).validate(body);
  assert.ok(valid, `${what}: ${JSON.stringify(errors.slice(-3))}\n${JSON.stringify(body)}`);
}

function responseIn({ components }: Document, { responses }: Operation, status: number): Response | undefined {
  const found = responses[String(status)];
  if (!found || !("$ref" in found)) return found;
  const named: Readonly<Record<string, Response>> = components.responses;
  return named[found.$ref.replace("#/components/responses/", "")];
}

const failureSchema: Schema = { $ref: "#/components/schemas/Failure" };

function validatorOf({ components }: Document, schema: Schema): Validator {
  let validator = validators.get(schema);
  if (!validator) {
    validator = new Validator({ ...schema, components } as Schema, "2020-12", false);
    validators.set(schema, validator);
  }
  return validator;
}

function operationOf({ paths }: Document, method: string, path: string): Operation | undefined {
  const plain = path.split("?")[0]?.replace(/\/+$/, "") ?? "";
  const found = Object.entries(paths).find(([pattern]) => {
    const parts = pattern.split("/");
    const given = plain.split("/");
    return (
      parts.length === given.length &&
      parts.every((part, at) => part === given[at] || (part === "{id}" && given[at] !== ""))
    );
  });
  const operations = found?.[1] as Readonly<Record<string, Operation>> | undefined;
  return operations?.[method === "HEAD" ? "get" : method.toLowerCase()];
}
