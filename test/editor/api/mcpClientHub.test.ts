import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { serviceMethods } from "../../../src/core/config/schema/options/serviceRows";
import type { McpErrorCode, McpServer, McpServices } from "../../../src/editor/api/mcpClientHub";
import type { ConnectionKind } from "../../../src/protocol/connectionState";
import type { HubErrorCode } from "../../../src/protocol/hubErrorCode";
import type { Services } from "../../../src/services/clients/services";

const published = "dist/mcpClientHub.d.ts";

/** The names of all methods of all services, as `jira.getIssue`. */
type MethodNames<S> = {
  [K in keyof S & string]: S[K] extends (...given: never[]) => infer Methods ? `${K}.${keyof Methods & string}` : never;
}[keyof S & string];
type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** What the compiler holds together: the published types say what the code has, no less and no more. */
const held: [
  Same<HubErrorCode, McpErrorCode>,
  Same<ConnectionKind, McpServer["state"]>,
  Same<MethodNames<Services>, MethodNames<McpServices>>,
  Services extends McpServices ? true : false,
] = [true, true, true, true];

/** Uses that the published types must refuse: TypeScript complains of a line that is not refused. */
const mistakes = `
import type { McpHub, McpHubExports } from "./mcpClientHub";
declare const exported: McpHubExports;
declare const hub: McpHub;
// @ts-expect-error a version that there is not
exported.getApi(2, "acme.tools");
// @ts-expect-error an extension that does not say which it is
exported.getApi(1);
// @ts-expect-error a change of the hub
hub.listServers().push();
// @ts-expect-error a change of a tool
hub.listTools()[0].name = "other";
// @ts-expect-error a result that nobody waited for
hub.callTool("tickets", "echo").isError;
// @ts-expect-error a method that no service has
hub.services.jira("tickets").deleteEverything();
// @ts-expect-error a member that no filter has
hub.onNotification(() => {}, { method: "notifications/message" });
`;

describe("the published types of the API for extensions", () => {
  let folder: string;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mcph-types-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("are in the package as they are in the source, and import nothing", () => {
    const text = readFileSync(published, "utf8");
    assert.equal(text, readFileSync("src/editor/api/mcpClientHub.d.ts", "utf8"));
    assert.doesNotMatch(text, /^import|\bimport\(/m);
  });

  it("are enough for the sample extension and for every service, and refuse mistakes", () => {
    write("mcpClientHub.d.ts", readFileSync(published, "utf8"));
    const sample = readFileSync("test/sampleExtension/extension.ts", "utf8");
    write("extension.ts", sample.replace("../../src/editor/api/mcpClientHub", "./mcpClientHub"));
    const uses = serviceMethods.map((method) => `hub.services.${method.replace(".", '("tickets").')};`);
    write("services.ts", `declare const hub: import("./mcpClientHub").McpHub;\n${uses.join("\n")}\nexport {};\n`);
    write("mistakes.ts", mistakes);
    const compilerOptions = {
      ...{ strict: true, noEmit: true, target: "ES2023", lib: ["ES2023"], module: "ESNext" },
      ...{ moduleResolution: "bundler", typeRoots: [resolve("node_modules/@types")], types: ["node", "vscode"] },
    };
    write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const { status, stdout } = spawnSync(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", folder], {
      encoding: "utf8",
    });
    assert.equal(stdout, "");
    assert.equal(status, 0);
    assert.ok(held.every(Boolean));
  }).timeout(120_000);
});
