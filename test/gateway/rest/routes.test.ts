import assert from "node:assert/strict";
import type { Exchange } from "../../../src/gateway/http/exchange";
import { type ApiTraits, apiErrors } from "../../../src/gateway/rest/answers/apiCode";
import { sendWithProgress } from "../../../src/gateway/rest/calls/progressStream";
import { restRoutes, routeOf } from "../../../src/gateway/rest/routes";
import { FakeClock } from "../../support/fakeClock";
import { aClient, restParts } from "../../support/restServer";

const unexpected = () => assert.fail("The test did not expect this.");

/** An exchange, and what is sent as its answer. */
const anExchange = (accept: string) => {
  const sent = { status: 0, text: "", type: "" };
  const response = {
    headersSent: false,
    destroyed: false,
    writableLength: 0,
    writeHead(status: number, headers: Record<string, string>) {
      Object.assign(sent, { status, type: headers["content-type"] });
      this.headersSent = true;
    },
    flushHeaders: () => {},
    on: () => {},
    write(text: string) {
      sent.text += text;
    },
    end(text = "") {
      sent.text += text;
    },
  };
  const request = { headers: { accept }, method: "GET" };
  const signal = new AbortController().signal;
  return {
    sent,
    exchange: {
      request,
      response,
      requestId: "r",
      path: "",
      signal,
      query: new URLSearchParams(),
    } as unknown as Exchange,
  };
};

describe("the addresses of the API", () => {
  const plain = restRoutes(restParts());
  const all = restRoutes(
    restParts({
      metrics: () => ({ contentType: "text/x", text: "figures" }),
      report: () => ({ days: 1 }),
      services: unexpected,
    }),
  );

  const known: readonly (readonly [path: string, methods: string, id: string])[] = [
    ["/chat", "POST", ""],
    ["/batch", "POST", ""],
    ["/documents/classify", "POST", ""],
    ["/documents/analyze", "POST", ""],
    ["/servers", "GET HEAD", ""],
    ["/servers/files", "GET HEAD", "files"],
    ["/servers/a%20b/tools", "GET HEAD", "a b"],
    ["/servers/files/reconnect", "POST", "files"],
    ["/events", "GET", ""],
    ["/openapi.json", "GET HEAD", ""],
    ["/services", "GET HEAD", ""],
    ["/services/jira/get%49ssue", "POST", "jira.getIssue"],
    ["/metrics", "GET HEAD", ""],
    ["/report", "GET HEAD", ""],
  ];
  for (const [path, methods, id] of known)
    it(`are served at ${path}`, () => {
      const found = routeOf(all, path);
      assert.deepEqual([found?.route.methods.join(" "), found?.id], [methods, id]);
    });

  it("are no others", () => {
    const others =
      "/servers/{id} /services/{id} /servers/ /servers/a/b /servers/a/tools/b /services/a /services/a/b/c /x";
    for (const path of ["", "/", ...others.split(" ")])
      if (path !== "/servers/{id}") assert.equal(routeOf(all, path), undefined, path);
    assert.equal(routeOf(all, "/servers/{id}")?.id, "{id}", "a server may be called so");
    for (const path of ["/metrics", "/report", "/services", "/services/jira/getIssue"])
      assert.equal(routeOf(plain, path), undefined, path);
  });

  for (const [what, scope, status] of [
    ["everything", {}, 200],
    ["reading alone", { readOnly: true }, 200],
    ["some servers", { servers: ["a"] }, 403],
    ["some tools", { tools: ["a/b"] }, 403],
    ["all but some tools", { without: ["a/b"] }, 403],
  ] as const)
    it(`about all servers answer ${status} to a client that may use ${what}`, async () => {
      for (const [path, text] of [
        ["/metrics", "figures"],
        ["/report", '{"days":1}'],
      ] as const) {
        const { exchange, sent } = anExchange("*/*");
        await routeOf(all, path)?.route.run(exchange, aClient("a", { scopes: [scope] }), "");
        assert.equal(sent.status, status, path);
        if (status === 200) assert.equal(sent.text, text);
        else assert.match(sent.text, /AUTHORIZATION_ERROR/);
      }
    });
});

describe("the failures of the API", () => {
  it("say of which ones the server may have done what it was asked for", () => {
    const mayHaveRun = Object.entries<ApiTraits>(apiErrors).flatMap(([code, traits]) =>
      traits.mayHaveRun ? [code] : [],
    );
    const expected = "cancelled exited internal protocol server-error session-lost timeout transport";
    assert.deepEqual(mayHaveRun, [...expected.split(" "), "unknown-resource", "unknown-task", "unreadable-result"]);
  });
});

describe("an answer with its progress", () => {
  const answer = { status: 200, json: '{"a":1}' };
  const send = async (accept: string, isRefused = false) => {
    const { exchange, sent } = anExchange(accept);
    const clock = new FakeClock();
    await sendWithProgress(exchange, clock, (onProgress) => {
      if (isRefused) return { status: 400, json: "{}" };
      return (async () => {
        await undefined;
        onProgress?.({ progress: 1 });
        onProgress?.({ progress: 2, total: 3, message: "m".repeat(1001) });
        return answer;
      })();
    });
    assert.equal(clock.waiting, 0);
    return sent;
  };

  it("is a stream for a client that asks for one: each report, then the result", async () => {
    const { status, type, text } = await send("text/event-stream");
    assert.deepEqual([status, type], [200, "text/event-stream"]);
    const [first, second, last, ...more] = text.split("\n\n");
    assert.equal(first, 'event: progress\ndata: {"progress":1}');
    const { message, ...progress } = JSON.parse(second?.replace("event: progress\ndata: ", "") ?? "");
    assert.deepEqual(progress, { progress: 2, total: 3 });
    assert.match(message, /^m{1000}(?!m)/);
    assert.deepEqual([last, more], ['event: result\ndata: {"a":1}', [""]]);
  });

  it("is JSON alone for every other client", async () => {
    assert.deepEqual(await send("application/json"), { status: 200, type: "application/json", text: '{"a":1}' });
  });

  it("keeps the status of a refusal", async () => {
    assert.deepEqual(await send("text/event-stream", true), { status: 400, type: "application/json", text: "{}" });
  });
});
