import { redirectParams } from "../../src/core/auth/redirectParams";
import { endpointProblem, isPrivateHost, reachProblem } from "../../src/core/auth/urlChecks";
import { socketAddress } from "../../src/core/config/schema/socketAddress";
import { expandTemplate, templateFields } from "../../src/core/forms/resourceTemplate";
import { webAddress } from "../../src/core/kernel/untrusted/webAddress";
import { displayedAddress, withDisplayedAddresses } from "../../src/mcp/http/client/displayedAddress";
import { proxyFor } from "../../src/mcp/http/client/proxyFor";
import { retryAfterMs } from "../../src/mcp/http/retryAfter";
import { serverWords } from "../../src/mcp/http/serverWords";
import { asksForToken, refusalOf } from "../../src/mcp/oauth/challenge";
import { objectIn, readResourceMetadata, readServerMetadata } from "../../src/mcp/oauth/documents/readMetadata";
import type { Target } from "./fuzz";

const addresses = [
  "https://accounts.example.com/login?a=b#c",
  "https://user:pass@host:8080/p",
  "http://[::ffff:10.0.0.1]:80/",
  "tcp://127.0.0.1:9000",
  "unix:/tmp/a.sock",
  "pipe:name",
  "https://[64:ff9b::7f00:1]/",
  "http://a.example\\@b.example/",
];
const server = new URL("https://mcp.example.com/mcp");

export const webTargets: readonly Target[] = [
  {
    name: "addresses",
    seeds: addresses,
    run: (text) => {
      const read = webAddress(text);
      // What is shown and what is opened are the same to every reader of addresses.
      if (
        "href" in read &&
        (new URL(read.href).href !== read.href || /[\\@]/.test(read.href.split(/[?#]/)[0]?.split("/")[2] ?? ""))
      )
        throw new Error(`two hosts: ${read.href}`);
      endpointProblem(text);
      socketAddress(text);
      isPrivateHost(text);
      if (URL.canParse(text)) {
        displayedAddress(new URL(text));
        reachProblem(server, new URL(text), [text.slice(0, 100)]);
        proxyFor(new URL(text), { NO_PROXY: text, HTTPS_PROXY: "http://127.0.0.1:1" });
      }
      withDisplayedAddresses(text);
    },
  },
  {
    name: "proxies",
    seeds: ["a.example,.b.example,10.0.0.0/8,[::1]:80,*", "*.c.example 127.0.0.1", "fe80::/10"],
    run: (text) => proxyFor(server, { NO_PROXY: text, no_proxy: text, HTTPS_PROXY: "http://127.0.0.1:1" }),
  },
  {
    name: "challenges",
    seeds: [
      'Bearer realm="a", error="invalid_token", scope="a b", resource_metadata="https://a.example/x"',
      'Basic realm="x", DPoP algs="ES256", Bearer',
      'Digest a=b, c="d\\"e", Bearer  x=,,',
    ],
    run: (text) => {
      const answer = { status: 401, header: (name: string) => (name === "www-authenticate" ? text : undefined) };
      refusalOf(answer as Parameters<typeof refusalOf>[0], server);
      asksForToken(answer as Parameters<typeof refusalOf>[0]);
    },
  },
  {
    name: "documents of sign-in services",
    seeds: [
      '{"issuer":"https://id.example","token_endpoint":"https://id.example/t","authorization_endpoint":"https://id.example/a","scopes_supported":["a","b"]}',
      '{"resource":"https://a.example","authorization_servers":["https://id.example"],"scopes_supported":"a b c"}',
    ],
    run: (text) => {
      const json = objectIn(text);
      if (!json) return;
      readResourceMetadata(json);
      readServerMetadata(json, { inBrowser: true });
    },
  },
  {
    name: "waits",
    seeds: ["120", "Wed, 21 Oct 2026 07:28:00 GMT", "1;w=60", "0.5"],
    run: (text) => retryAfterMs(() => text, 0),
  },
  {
    name: "words of a refusal",
    seeds: ['{"error":{"message":"no"}}', "<html><title>x</title>", "plain text.", '{"detail":[{"msg":"a"}]}'],
    run: (text) => serverWords(text),
  },
  {
    name: "redirects",
    seeds: ["code=a&state=b&iss=https%3A%2F%2Fid", "error=x&error_description=a+b"],
    run: (text) => redirectParams(text),
  },
  {
    name: "resource templates",
    seeds: ["file:///{path}", "a://{+x,y*}{?q,r:3}{#f}", "{/list*}{;p}{&k}"],
    refuses: (error) => error instanceof Error && error.name === "HubError",
    run: (text) => {
      const fields = templateFields(text);
      expandTemplate(text, Object.fromEntries(fields.map(({ name }) => [name, "v"])));
    },
  },
];
