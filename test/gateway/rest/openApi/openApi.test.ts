import assert from "node:assert/strict";
import { serviceMethods } from "../../../../src/core/config/schema/options/serviceRows";
import { openApiDocument } from "../../../../src/gateway/rest/openApi/openApi";
import { isObject } from "../../../../src/protocol/isObject";
import { methodEntries } from "../../../../src/services/contracts/methodEntries";
import { RestServer, restParts } from "../../../support/restServer";

const methods = methodEntries();
const document = JSON.parse(JSON.stringify(openApiDocument("1.2.3", methods)));

/** Every operation of the document, with its path. */
const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

function* valuesIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (Array.isArray(value)) for (const one of value) yield* valuesIn(one);
  if (!isObject(value)) return;
  yield value;
  for (const one of Object.values(value)) yield* valuesIn(one);
}

const unexpected = () => assert.fail("The test did not expect this.");
const services = async () => ({
  methods,
  ownRows: () => [],
  means: () => undefined,
  call: unexpected,
  trial: unexpected,
});

describe("the document of the API", () => {
  it("keeps the rules of OpenAPI 3.1", async () => {
    const { Validator } = await import("@seriousme/openapi-schema-validator");
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    assert.ok(valid, JSON.stringify(errors, undefined, 2));
    assert.equal(validator.version, "3.1");
  });

  it("names each operation once", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every((id) => /^[a-z][A-Za-z]+$/.test(id)));
  });

  it("refers only to what it has, and has only what it refers to", () => {
    const refs = new Set([...valuesIn(document)].flatMap(({ $ref }) => (typeof $ref === "string" ? [$ref] : [])));
    const names = ["schemas", "responses"].flatMap((kind) =>
      Object.keys(document.components[kind]).map((name) => `#/components/${kind}/${name}`),
    );
    assert.deepEqual([...refs].sort(), names.sort());
  });

  it("declares the parameters of each path", () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).flatMap((one) => (one.in === "path" ? [one.name] : []));
      assert.deepEqual(declared, inPath, path);
    }
  });

  it("has an address for each method of the typed services, with its arguments and its result", () => {
    const { post } = document.paths["/api/v1/mcp/services/jira/searchTickets"];
    assert.equal(post.operationId, "jiraSearchTickets");
    const { JiraSearchTicketsRequest: request, JiraSearchTicketsAnswer: answer } = document.components.schemas;
    assert.deepEqual(request.required, ["arguments"]);
    assert.equal(request.properties.arguments.properties.maxResults.maximum, 1000);
    assert.deepEqual(Object.keys(answer.properties.result.properties), ["items", "incomplete"]);
    const served = Object.keys(document.paths).filter((path) => /\/services\/./.test(path));
    assert.equal(served.length, serviceMethods.length);
  });

  it("has nothing of services where none are served", () => {
    assert.ok(!JSON.stringify(openApiDocument("1.2.3").paths).includes("/services"));
  });

  it("is served, and has every address that is served", async () => {
    const server = await RestServer.start(
      restParts({ metrics: () => ({ contentType: "text/plain", text: "" }), report: () => ({}), services }),
    );
    try {
      assert.deepEqual((await server.ask("GET", "/openapi.json")).body, document);
      for (const { path, method } of operations) {
        const other = method === "get" ? "POST" : "GET";
        const { status } = await server.fetch(other, path.replace("{id}", "files"));
        assert.equal(status, 405, path);
      }
    } finally {
      await server.stop();
    }
  });
});
