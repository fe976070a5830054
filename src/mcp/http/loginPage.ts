import { UnauthorizedError } from "@modelcontextprotocol/client";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";
import type { HttpClient, HttpRequest, HttpResponse } from "./client/httpClient";

/** Words that stand for a sign-in in a browser: anywhere in the address of another host, and in the path of the same one. */
const elsewhere =
  /(^|[./_-])(log-?in|log-?on|sign-?in|sso|saml2?|adfs|auth|authorize|oauth2?|idp|accounts?|cloudflareaccess)([./_-]|$)/i;
const here = /\/(log-?in|log-?on|sign-?in|sso)([./_-]|$)/i;

/**
 * The host of the login page that a response redirects to, as the gateway in front of a server does for browsers (Cloudflare Access and the
 * like); `undefined` for any other response.
 */
export function loginPageHost(from: URL, status: number, location: string | null | undefined): string | undefined {
  if (status < 300 || status > 399 || !location || !URL.canParse(location, from.href)) return undefined;
  const { host, pathname } = new URL(location, from);
  const isLogin = host === from.host ? here.test(pathname) : elsewhere.test(host) || elsewhere.test(pathname);
  return isLogin ? host : undefined;
}

/** A server behind a gateway that sends its requests to a login page: a request fails with what that means. */
export class GatewayClient implements HttpClient {
  constructor(
    private readonly client: HttpClient,
    private readonly server: string,
  ) {}

  start(request: HttpRequest) {
    const exchange = this.client.start(request);
    const checked = (response: HttpResponse): HttpResponse => {
      const host = loginPageHost(request.url, response.status, response.header("location"));
      if (host === undefined) return response;
      exchange.abort();
      throw behindLogin(this.server, host, response.status);
    };
    return { response: exchange.response.then(checked), abort: exchange.abort };
  }

  dispose(): void {
    this.client.dispose();
  }
}

const behindLogin = (server: string, host: string, status: number): HubError =>
  new HubError(
    "forbidden",
    message(
      "http.behindLogin",
      '"{server}" leads to the login page of {host} (HTTP {status}): it is behind a sign-in for browsers, such as Cloudflare Access. Ask its operator for a token for programs, and write that into "headers" in the settings.',
      { server, host, status },
    ),
    { cause: new UnauthorizedError(), sent: "no" },
  );
