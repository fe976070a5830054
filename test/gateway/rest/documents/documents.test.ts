import assert from "node:assert/strict";
import { connect } from "node:net";
import path from "node:path";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { pdfOf } from "../../../samples/packedFiles";
import { temporaryFolder } from "../../../samples/temporaryFolder";
import { withoutLoginShell } from "../../../support/aComposedHub";
import { assertFailed } from "../../../support/assertFailed";
import { fixture, type RestHub, restHub } from "../../../support/restHub";
import { aClient, type Reply, RestServer } from "../../../support/restServer";

const invoice =
  "Invoice number 77. Quantity 3, unit price $40.00, subtotal $120.00, tax $12.00, amount due $132.00 by bank transfer.";

/** A part of a form, with a file name where it is a file. */
interface Part {
  readonly name: string;
  readonly value: string | Buffer;
  readonly filename?: string;
}

const boundary = "a-boundary";

function formOf(...parts: readonly Part[]): Buffer {
  const lines = parts.map(({ name, value, filename }) => {
    const file = filename === undefined ? "" : `; filename="${filename}"\r\nContent-Type: application/octet-stream`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), Buffer.from(value), Buffer.from("\r\n")]);
  });
  return Buffer.concat([...lines, Buffer.from(`--${boundary}--\r\n`)]);
}

const file = (filename: string, value: string | Buffer = invoice): Part => ({ name: "file", filename, value });

describe("POST /documents, over a real hub and the sample server", function () {
  this.timeout(60_000); // seconds are spent only on a machine under load
  withoutLoginShell();
  const events: HubEvent[] = [];
  let world: RestHub;
  let server: RestServer;
  let place: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    place = await temporaryFolder({});
    const args = [path.resolve("dist/samples/documents.js"), place.folder];
    world = restHub({ files: fixture(), documents: { command: process.execPath, args } });
    world.composed.stream.onEvent((event) => events.push(event));
    server = await RestServer.start(
      world.parts,
      aClient("elsewhere", { scopes: [{ servers: ["files"] }] }),
      aClient("without", { scopes: [{ without: ["documents/classify_document"] }] }),
      aClient("small", { limits: { concurrent: 2, perMinute: 60, sessions: 1, bodyBytes: 1000 } }),
    );
    await Promise.all(["files", "documents"].map((id) => world.composed.hub.connect(id)));
  });
  after(async () => {
    await server.stop();
    await world.composed.close();
    await place.remove();
  });

  const type = { "content-type": `multipart/form-data; boundary=${boundary}` };
  const send = async (
    body: Buffer,
    { at = "classify", ...options }: { at?: string; client?: string; headers?: Record<string, string> } = {},
  ): Promise<Reply> =>
    server.ask("POST", `/documents/${at}`, { ...options, headers: { ...type, ...options.headers }, body });

  it("classify a text and a PDF file", async () => {
    for (const one of [file("invoice.txt"), file("invoice 77 – März.pdf", pdfOf([[invoice]]))]) {
      const { status, body, text } = await send(formOf(one, { name: "request_id", value: "mine" }));
      assert.equal(status, 200, text);
      const { result, message, ...rest } = body;
      assert.deepEqual(rest, {
        status: "success",
        request_id: "mine",
        filename: one.filename,
        server_id: "documents",
        tool_name: "classify_document",
      });
      assert.equal((result as { category: string }).category, "invoice");
      assert.match(message ?? "", /"classify_document" on "documents" answered\./);
    }
  });

  it("analyze a file, under the request's own id", async () => {
    const { status, body } = await send(formOf(file("notes.md", "# Notes\n\nThe the tide is low.\n")), {
      at: "analyze",
    });
    assert.equal(status, 200);
    assert.match(String(body.request_id), /^made-\d+$/);
    const { issues } = body.result as { issues: { rule: string }[] };
    assert.deepEqual(
      issues.map(({ rule }) => rule),
      ["repeated-word"],
    );
  });

  it("are one call on the one path, for the client that sent the file", async () => {
    await send(formOf(file("a.txt")), { headers: { "x-request-id": "trace-9" } });
    const ended = events.flatMap((event) => (event.type === "call.ended" ? [event] : [])).at(-1);
    assert.deepEqual(ended?.caller, { door: "gateway", client: { id: "editor", name: "editor" } });
    assert.equal(ended?.request, "trace-9");
  });

  it("take the largest file that the server takes", async () => {
    const text = "<p>The harbor is calm.</p><!--";
    const large = Buffer.from([text, "a".repeat(5 * 1024 * 1024 - text.length - 3), "-->"].join(""));
    const { status, text: answer } = await send(formOf(file("large.html", large)));
    assert.equal(status, 200, answer);
    const reply = await send(formOf(file("larger.txt", Buffer.alloc(5 * 1024 * 1024 + 100, "a "))));
    assertFailed(reply, 413, "VALIDATION_ERROR", /larger than 5\.0 MB, the most that "documents" takes/);
  });

  it("are refused where the form is larger than the client may send", async () => {
    const reply = await send(formOf(file("a.txt", "a".repeat(2000))), { client: "small" });
    assertFailed(reply, 413, "VALIDATION_ERROR", /the limit of this client/);
  });

  for (const [what, parts, message] of [
    ["no file", [{ name: "request_id", value: "a" }], /"file" is missing/],
    ["several files", [file("a.txt"), file("b.txt")], /several files/],
    ["a file without a name", [{ name: "file", value: "text" }], /no file name/],
    ["an empty file", [file("a.txt", "")], /is empty/],
    ["a field that is not known", [file("a.txt"), { name: "langauge", value: "de" }], /langauge/],
    [
      "a field twice",
      [file("a.txt"), { name: "request_id", value: "a" }, { name: "request_id", value: "b" }],
      /more than once/,
    ],
    ["a file in a field of text", [file("a.txt"), { name: "server_id", value: "a", filename: "b" }], /server_id/],
    ["a folder in the name", [file("../../etc/passwd.txt")], /not a plain name/],
    ["a folder of Windows in the name", [file("C:\\temp\\a.txt")], /not a plain name/],
    ["a control character in the name", [file("a\u0000b.txt")], /not a plain name/],
    ["a hidden direction in the name", [file("a\u202Etxt.pdf")], /not a plain name/],
    ["a long name", [file(`${"a".repeat(300)}.txt`)], /not a plain name/],
    ["too many parts", Array.from({ length: 12 }, () => file("a.txt")), /more than 10 parts/],
  ] as const)
    it(`say what is wrong: ${what}`, async () => {
      assertFailed(await send(formOf(...parts)), 400, "VALIDATION_ERROR", message);
    });

  it("refuse a type that is not a document's, and a body that is not a form", async () => {
    for (const name of ["program.exe", "no ending", "a.pdf.zip"]) {
      const reply = await send(formOf(file(name)));
      assertFailed(reply, 415, "VALIDATION_ERROR", /Send one of: \.pdf, \.docx/);
      assert.equal(reply.body.error?.details.fields?.[0]?.path, "file");
    }
    for (const other of ["application/json", "multipart/form-data", "multipart/mixed; boundary=a"]) {
      const reply = await send(Buffer.from("{}"), { headers: { "content-type": other } });
      assertFailed(reply, 415, "VALIDATION_ERROR", /multipart\/form-data with a boundary/);
    }
  });

  it("refuse a form that was cut anywhere, and one without its boundary", async () => {
    const whole = formOf(file("a.txt"), { name: "request_id", value: "mine" });
    for (const length of [0, 10, 60, 200, whole.length - 60, whole.length - 6])
      assertFailed(await send(whole.subarray(0, length)), 400, "VALIDATION_ERROR", /not complete/);
    const other = { "content-type": "multipart/form-data; boundary=another" };
    assertFailed(await send(whole, { headers: other }), 400, "VALIDATION_ERROR", /not complete/);
  });

  it("live through a connection that breaks in the middle of a form", async () => {
    const before = events.filter(({ type: kind }) => kind === "call.ended").length;
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    const head = `POST /api/v1/mcp/documents/classify HTTP/1.1\r\nHost: localhost\r\nX-Test-Client: editor\r\nContent-Type: ${type["content-type"]}\r\nContent-Length: 5000\r\n\r\n`;
    await new Promise<void>((resolve) => socket.write(head + formOf(file("a.txt")), () => resolve()));
    socket.destroy();
    assert.equal((await send(formOf(file("a.txt")))).status, 200);
    assert.equal(events.filter(({ type: kind }) => kind === "call.ended").length, before + 1);
  });

  it("hold the client's scope", async () => {
    const form = formOf(file("a.txt"));
    assertFailed(
      await send(form, { client: "elsewhere" }),
      503,
      "MCP_CONNECTION_ERROR",
      /No server that this client may use/,
    );
    assertFailed(
      await send(form, { client: "without" }),
      403,
      "AUTHORIZATION_ERROR",
      /may not use "classify_document"/,
    );
    assert.equal((await send(form, { client: "without", at: "analyze" })).status, 200);
    const named = formOf(file("a.txt"), { name: "server_id", value: "documents" });
    assertFailed(await send(named, { client: "elsewhere" }), 403, "AUTHORIZATION_ERROR", /may not use the server/);
  });

  it("go to the server that is named, by the field or by the header", async () => {
    const form = formOf(file("a.txt"), { name: "server_id", value: "documents" });
    assert.equal((await send(form)).status, 200);
    assert.equal((await send(form, { headers: { "x-mcp-target-server": "documents" } })).status, 200);
    const two = await send(form, { headers: { "x-mcp-target-server": "files" } });
    assertFailed(two, 400, "VALIDATION_ERROR", /two different servers/);
    const none = formOf(file("a.txt"), { name: "server_id", value: "nowhere" });
    assertFailed(await send(none), 404, "ROUTING_ERROR", /There is no server "nowhere"/);
    const other = await send(formOf(file("a.txt")), { headers: { "x-mcp-target-server": "files" } });
    assertFailed(other, 404, "TOOL_NOT_SUPPORTED", /"classify_document"/);
  });

  it("say in the server's words why it cannot read the file", async () => {
    const reply = await send(formOf(file("a.pdf", "This is a text.")));
    assertFailed(reply, 502, "MCP_SERVER_ERROR", /"a.pdf" cannot be read/);
  });

  it("get the first answer again with the same key, whatever the boundary", async () => {
    const headers = { "idempotency-key": "k1" };
    const first = await send(formOf(file("a.txt")), { headers });
    const again = Buffer.from(formOf(file("a.txt")).toString().replaceAll(boundary, "other"));
    const second = await send(again, {
      headers: { ...headers, "content-type": "multipart/form-data; boundary=other" },
    });
    assert.equal(second.headers.get("idempotency-replayed"), "true");
    assert.deepEqual(second.body.result, first.body.result);
    const other = await send(formOf(file("a.txt", "Something else.")), { headers });
    assertFailed(other, 409, "VALIDATION_ERROR", /used for another request/);
  });

  it("say that no server is there once it has gone", async () => {
    await world.composed.hub.disconnect("documents");
    const reply = await send(formOf(file("a.txt")));
    assertFailed(reply, 503, "MCP_CONNECTION_ERROR", /documents|takes files/);
  });
});
