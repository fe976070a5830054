// The web APIs of many vendors at one address of loopback, with 260 tickets of the same kind for all of them. A search for ERR429 or ERR401
// fails so, one for EMPTY finds nothing.
import { createServer } from "node:http";

const count = 260;

/** @param {string} base @param {number} number */
const issue = (base, number) => ({
  id: String(10_000 + number),
  key: `PROJ-${number}`,
  self: `${base}/rest/api/3/issue/PROJ-${number}`,
  fields: {
    summary: `Ticket ${number}`,
    status: { name: number % 2 ? "Open" : "Done" },
    issuetype: { name: "Bug" },
    priority: { name: "High" },
    assignee: { accountId: "a1", displayName: "Mia Sample", emailAddress: "mia@example.test" },
    reporter: { accountId: "r1", displayName: "Ron Sample" },
    created: "2026-03-01T09:00:00.000+0000",
    updated: "2026-03-02T10:00:00.000+0000",
    labels: ["auth"],
    description: {
      type: "doc",
      version: 1,
      content: [{ type: "paragraph", content: [{ type: "text", text: "Steps" }] }],
    },
    comment: { total: 0, comments: [] },
  },
});

/** @param {string} base @param {string} id */
const page = (base, id) => ({
  id,
  type: "page",
  title: "Login design",
  space: { key: "DEV", name: "Dev" },
  version: { number: 3, when: "2026-03-02T10:00:00.000Z", by: { displayName: "Mia Sample" } },
  history: { lastUpdated: { when: "2026-03-02T10:00:00.000Z" }, createdBy: { displayName: "Mia Sample" } },
  body: { storage: { value: "<h1>Login</h1><p>Use SSO.</p>", representation: "storage" } },
  _links: { webui: `/spaces/DEV/pages/${id}`, base: `${base}/wiki` },
});

/** The engines have 45 hits for MANY, and 2 for everything else that they find. */
const hits = Array.from({ length: 45 }, (_, at) => ({
  title: `R${at}`,
  url: `https://example.test/${at}`,
  ...{
    description: `D${at}`,
    content: `D${at}`,
    snippet: `D${at}`,
    text: `D${at}`,
    highlights: [`D${at}`],
    score: 0.5,
  },
}));

const figma = {
  name: "Demo file",
  lastModified: "2026-03-02T10:00:00Z",
  version: "1",
  document: {
    ...{ id: "0:0", name: "Document", type: "DOCUMENT" },
    children: [
      {
        ...{ id: "0:1", name: "Page 1", type: "CANVAS" },
        children: [
          {
            ...{ id: "1:2", name: "Button", type: "COMPONENT", children: [], fills: [] },
            absoluteBoundingBox: { x: 0, y: 0, width: 120, height: 40 },
          },
        ],
      },
    ],
  },
  components: { "1:2": { key: "k1", name: "Button", description: "" } },
  componentSets: {},
  styles: {},
};

/**
 * @param {{ base: string, host: string, method: string, url: URL, body: Record<string, any> }} request
 * @returns {readonly [status: number, body: unknown]}
 */
function answer({ base, host, method, url, body }) {
  const path = url.pathname.replace(/^\/wiki(?=\/)/, "");
  const asked = ["jql", "q", "cql", "channel"].map((name) => url.searchParams.get(name)).find(Boolean);
  const query = String(asked ?? body.query ?? body.jql ?? body.channel ?? path);
  const status = Number(/ERR(\d{3})/.exec(query)?.[1] ?? 0);
  if (status && path.startsWith("/api/"))
    return [200, { ok: false, error: status === 429 ? "ratelimited" : "invalid_auth" }];
  if (status) return [status, { errorMessages: [`fake ${status}`], message: `fake ${status}`, status }];
  const found = query.includes("EMPTY") ? [] : query.includes("MANY") ? hits : hits.slice(0, 2);

  if (/^\/rest\/api\/3\/search(\/jql)?$/.test(path)) {
    const given = { ...Object.fromEntries(url.searchParams), ...body };
    const from = Number(given.nextPageToken ?? given.startAt ?? 0);
    const total = query.includes("EMPTY") ? 0 : count;
    const to = Math.min(total, from + Number(given.maxResults ?? 50));
    const issues = Array.from({ length: to - from }, (_, at) => issue(base, from + at + 1));
    const isLast = to === total;
    return [
      200,
      { issues, startAt: from, maxResults: to - from, total, isLast, ...(!isLast && { nextPageToken: String(to) }) },
    ];
  }
  if (path === "/rest/api/3/issue" && method === "POST")
    return [201, { id: "10999", key: "PROJ-999", self: `${base}/rest/api/3/issue/10999` }];
  const key = /^\/rest\/api\/3\/issue\/PROJ-(\d+)$/.exec(path)?.[1];
  if (key) return [200, issue(base, Number(key))];
  if (/^\/rest\/api\/3\/field/.test(path)) return [200, []];
  if (/^\/rest\/api\/content\/search$/.test(path))
    return [200, { results: [page(base, "1001")], size: 1, totalSize: 1 }];
  const id = /^\/rest\/api\/content\/(\d+)$/.exec(path)?.[1];
  if (id) return [200, page(base, id)];
  if (path === "/api/chat.postMessage")
    return [200, { ok: true, channel: body.channel, ts: "1767225601.000200", message: {} }];
  if (path.startsWith("/v1/files/")) return [200, figma];
  if (path === "/res/v1/web/search") {
    const size = Number(url.searchParams.get("count") ?? 20);
    const from = Number(url.searchParams.get("offset") ?? 0) * size; // its offset counts pages
    const results = found.slice(from, from + size);
    return [200, { type: "search", query: { original: query }, ...(results.length && { web: { results } }) }];
  }
  if (path === "/v1/search")
    return [
      200,
      { results: [{ object: "page", id: "1", url: "https://notion.test/p", properties: {} }], has_more: false },
    ];
  if (path === "/v2/search") return [200, { success: true, data: { web: found } }];
  if (path === "/search") return [200, { requestId: "r", query, results: found, images: [], response_time: 1 }];
  return [404, { error: `nothing at ${method} ${host}${path}` }];
}

/** Starts one; `base` is its address. @returns {Promise<{ base: string, stop: () => void }>} */
export async function startFakeVendor() {
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const text = Buffer.concat(parts).toString();
    const host = String(request.headers["x-fake-host"] ?? request.headers.host);
    const url = new URL(request.url ?? "", "http://vendor");
    const [status, body] = answer({ base, host, method: request.method ?? "GET", url, body: bodyOf(text) });
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return {
    base,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** @param {string} text @returns {Record<string, any>} */
function bodyOf(text) {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}
