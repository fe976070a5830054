import { type AddressSetting, findsEach, ofAddress, type Row } from "./findingRows";

const status = (number: number): AddressSetting => ({ failure: { code: "transport", status: number } });
const better = { better: "https://mcp.example.com/sse" };
const page = { contentType: "text/html; charset=utf-8" };
const redirected = (location: string): AddressSetting => ({ ...status(302), answer: { status: 302, location } });

const answers: readonly Row<AddressSetting>[] = [
  ["session-lost", "by its code", { failure: { code: "session-lost" } }, "restart"],
  ["session-lost", "after a first answer", { ...status(404), answer: { status: 200, isMcp: true } }, "restart"],
  ["not-found", "where nothing answers as MCP", { ...status(404), answer: { status: 404 } }, "settings"],
  ["not-found", "as gone", status(410), "settings"],
  ["not-found", "with a better address", { ...status(404), address: better }, { url: better.better }],
  ["login-page", "by a form", { answer: { ...page, body: '<input name="p" type="password">' } }, "settings"],
  ["login-page", "by its words", { answer: { ...page, body: "Please log in" } }, "settings"],
  ["web-page", "without a form", { answer: { ...page, body: "Welcome" } }, "settings"],
  ["web-page", "by what failed", { failure: { contentType: "text/html" }, address: better }, { url: better.better }],
  ["not-found", "as a page", { ...status(404), answer: { ...page, status: 404 } }, "settings"],
  [
    "login-page",
    "that was redirected to",
    { failure: { code: "forbidden" }, answer: { location: "https://sso" } },
    "settings",
  ],
  ["forbidden", "without a redirect", { failure: { code: "forbidden" } }, "settings"],
  ["forbidden", "by its status", status(403), "settings"],
  ["redirect", "to another path", redirected("/other?key=1"), { url: "https://mcp.example.com/other?key=1" }],
  ["redirect", "away from TLS", redirected("http://mcp.example.com/mcp"), "settings"],
  ["redirect", "between addresses without TLS", { ...redirected("http://b/"), url: "http://a/" }, { url: "http://b/" }],
  ["redirect", "to TLS", { ...redirected("https://b/"), url: "http://a/" }, { url: "https://b/" }],
  ["redirect", "to another kind of address", redirected("ftp://b/"), "settings"],
  ["redirect", "to nowhere", status(300), "settings"],
  ["redirect", "with the last status of its kind", status(399), "settings"],
  ["sign-in-needed", "by its status", status(401), "sign-in"],
  ["sign-in-needed", "by its code", { failure: { code: "needs-auth" } }, "sign-in"],
  ["sign-in-needed", "with a header that is no credential", { ...status(401), headers: { accept: "*/*" } }, "sign-in"],
  ["sign-in-needed", "by the editor", { ...status(401), auth: { type: "editor" } }, "sign-in"],
  ["sign-in-needed", "by OAuth", { ...status(401), auth: { type: "oauth" } }, "sign-in"],
  ["credential-refused", "of a header", { ...status(401), headers: { Authorization: "x" } }, "set-secret"],
  ["credential-refused", "with a name of its own", { ...status(401), headers: { "x-my-token-2": "x" } }, "set-secret"],
  ["credential-refused", "of another kind", { ...status(401), auth: { type: "client-credentials" } }, "set-secret"],
  ["method-not-allowed", "for a request", status(405), "settings"],
  ["not-acceptable", "as an answer", status(406), "settings"],
  ["too-many-requests", "for now", status(429), "restart"],
  ["server-failed", "from 500 on", status(500), "restart"],
  ["request-refused", "from 400 on", status(400), "settings"],
  ["request-refused", "up to 499", status(499), "settings"],
];

describe("what the doctor finds in an answer", () => findsEach(answers, ofAddress));
