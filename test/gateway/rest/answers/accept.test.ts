import assert from "node:assert/strict";
import { mediaTypeOf, wantsStream } from "../../../../src/gateway/rest/answers/accept";

const json = "application/json";
const versioned = "application/vnd.mcp-hub.v1+json";

describe("the header Accept", () => {
  const rows: [accept: string | undefined, type: string | undefined, streams: boolean][] = [
    [undefined, json, false],
    ["*/*", json, false],
    [json, json, false],
    [versioned, versioned, false],
    [`text/html, ${versioned};q=0.5`, versioned, false],
    ["Application/VND.mcp-hub.V1+json", versioned, false],
    ["application/vnd.mcp-hub.v2+json", undefined, false],
    ["application/vnd.mcp-hub.v2+json, application/vnd.mcp-hub.v3+json", undefined, false],
    [`application/vnd.mcp-hub.v2+json, ${json}`, json, false],
    ["text/html", json, false],
    ["text/event-stream", json, true],
    [`text/event-stream, ${json}`, json, true],
    [`${json}, text/event-stream`, json, false],
    [`${json};q=0, text/event-stream`, json, true],
    ["text/event-stream;q=0", json, false],
  ];
  for (const [accept, type, streams] of rows)
    it(`${accept} → ${type ?? "another version"}${streams ? ", as a stream" : ""}`, () => {
      assert.equal(mediaTypeOf(accept), type);
      assert.equal(wantsStream(accept), streams);
    });
});
