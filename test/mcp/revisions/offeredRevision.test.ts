import assert from "node:assert/strict";
import { ProtocolError, SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";
import { HubError } from "../../../src/core/kernel/hubError";
import { offering, otherRevisions } from "../../../src/mcp/revisions/offeredRevision";

const newest = "2025-11-25";
const older = ["2025-06-18", "2025-03-26", "2024-11-05", "2024-10-07"];

const overHttp = (text: string) =>
  new HubError("protocol", "refused", {
    cause: new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, "refused", { status: 400, statusText: "", text }),
  });
const inProtocol = (text: string, data?: unknown) =>
  new HubError("protocol", "refused", { cause: new ProtocolError(-32000, text, data) });

describe("the revision to offer after a refusal", () => {
  const rows: [what: string, error: unknown, expected: readonly string[]][] = [
    ["no error of the hub", new Error("refused", { cause: new ProtocolError(-32000, "version mismatch") }), []],
    ["another cause", new HubError("protocol", "Unsupported protocol version"), []],
    ["a body that names one", overHttp("Bad Request: supported: 2025-03-26"), ["2025-03-26"]],
    ["a body that names several: the newest of them", overHttp("2025-03-26, 2024-11-05"), ["2025-03-26"]],
    ["a body that begins with one", overHttp("2024-11-05"), ["2024-11-05"]],
    ["a body that names only the refused one", overHttp(`${newest} is odd`), []],
    ["a body that names both", overHttp(`${newest} is not 2024-11-05`), ["2024-11-05"]],
    ["a body that is about versions", overHttp("Unsupported protocol version"), older],
    ["a body about something else", overHttp("Missing header"), []],
    ["an error that names one in its data", inProtocol("no", { supported: ["2024-11-05"] }), ["2024-11-05"]],
    ["an error that names one in its message", inProtocol("Use 2025-06-18"), ["2025-06-18"]],
    ["an error without data, about versions", inProtocol("version mismatch"), older],
    ["an error about something else", inProtocol("Not now"), []],
    ["an exit that names one", new HubError("exited", "It said: only 2024-11-05"), ["2024-11-05"]],
    ["an exit about versions", new HubError("exited", "version is not supported"), older],
  ];
  for (const [what, error, expected] of rows)
    it(`${what}: ${expected.join(", ") || "none"}`, () => assert.deepEqual(otherRevisions(error), expected));

  it("is never the one that was refused", () => {
    const without = [newest, ...older.filter((revision) => revision !== "2025-06-18")];
    assert.deepEqual(otherRevisions(inProtocol("version mismatch: 2025-06-18"), "2025-06-18"), without);
  });

  it("is looked for in the first 20,000 characters of a refusal", () => {
    const room = 20_000 - "2025-06-18".length;
    for (const refused of [overHttp, inProtocol]) {
      assert.deepEqual(otherRevisions(refused(`${" ".repeat(room)}${older[0]}`)), [older[0]]);
      assert.deepEqual(otherRevisions(refused(`${" ".repeat(room + 1)}${older[0]}`)), []);
    }
  });

  it("is looked for in the message alone where the data cannot be written as JSON", () => {
    const data: Record<string, unknown> = {};
    data.self = data;
    assert.deepEqual(otherRevisions(inProtocol("Use 2025-06-18", data)), ["2025-06-18"]);
  });
});

it("the revision that is offered first stands before all others, and only there", () => {
  assert.deepEqual(offering("2025-03-26"), ["2025-03-26", newest, "2025-06-18", "2024-11-05", "2024-10-07"]);
});
