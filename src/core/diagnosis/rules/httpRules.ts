import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import type { Fix } from "../finding";
import type { FindingCode } from "../findingCodes";
import { change, run, setKey } from "../fixes";
import { type FailedEvidence, problem, type Rule } from "./rule";

const statusOf = ({ failure, address }: FailedEvidence): number | undefined =>
  failure.status ?? address?.answer?.status;

/** The fix of an address that is wrong: one that answers, where one was found. */
const otherAddress = ({ address }: FailedEvidence): Fix =>
  address?.better === undefined ? run("settings") : setKey("url", address.better);

/** Says that another address of the same host speaks MCP, where one does. */
function withBetter({ address }: FailedEvidence, sentence: string): string {
  if (address?.better === undefined) return sentence;
  const better = message("diagnosis.better", "An MCP server answers at {better}: use that address.", {
    better: address.better,
  });
  return `${sentence} ${better}`;
}

const isPage = ({ failure, address }: FailedEvidence): boolean =>
  /\bhtml\b/i.test(failure.contentType ?? address?.answer?.contentType ?? "");

/** Marks of a page where a person signs in. */
const signInForm = /<input[^>]+type=["']?password|(?:sign|log) ?in\b|single sign-on|saml|id="(?:login|password)"/i;

const loginPage: Rule = (evidence) => {
  const { server, failure, address, plan } = evidence;
  const body = address?.answer?.body ?? "";
  const isForm = isPage(evidence) && signInForm.test(body);
  const isRedirected = failure.code === "forbidden" && failure.status === undefined;
  if (!isForm && !isRedirected) return undefined;
  if (isRedirected && (plan?.kind === "stdio" || address?.answer?.location === undefined)) return undefined;
  return problem(
    "login-page",
    isRedirected
      ? failure.message
      : message(
          "diagnosis.isLoginPage",
          '"{server}" answers with a page where a person signs in: a gateway for browsers is in front of it. Ask its operator for an address or a token for programs, and write that into "url" or "headers".',
          { server },
        ),
    run("settings"),
  );
};

const redirect: Rule = (evidence) => {
  const { failure, address, plan } = evidence;
  const status = statusOf(evidence) ?? 0;
  if (status < 300 || status > 399 || !plan || !("url" in plan)) return undefined;
  const to = address?.answer?.location;
  const target = to !== undefined && URL.canParse(to, plan.url) ? new URL(to, plan.url) : undefined;
  const isUsable =
    target?.protocol === "https:" || (target?.protocol === "http:" && new URL(plan.url).protocol === "http:");
  if (!isUsable || !target) return problem("redirect", failure.message, run("settings"));
  // A query may hold a secret: it is written, and not shown.
  const { label } = setKey("url", `${target.origin}${target.pathname}`);
  return problem("redirect", failure.message, change(label, { path: ["url"], value: target.href }));
};

const unauthorized: Rule = (evidence) => {
  const { failure, plan } = evidence;
  if (failure.code !== "needs-auth" && statusOf(evidence) !== 401) return undefined;
  const hasCredential =
    plan !== undefined &&
    "headers" in plan &&
    (Object.keys(plan.headers).some((name) => /^(?:authorization|x-api-key|.*token.*)$/i.test(name)) ||
      (plan.auth !== undefined && plan.auth.type !== "oauth" && plan.auth.type !== "editor"));
  return hasCredential
    ? problem(
        "credential-refused",
        message(
          "diagnosis.refusesCredential",
          '"{server}" refuses the credential that its entry sends (HTTP 401): it is wrong, or no longer valid. Set a new one.',
          { server: evidence.server },
        ),
        run("set-secret"),
      )
    : problem("sign-in-needed", failure.message, run("sign-in"));
};

const methodNotAllowed: Rule = (evidence) => {
  if (statusOf(evidence) !== 405) return undefined;
  const sentence = message(
    "diagnosis.noPost",
    '"{server}" does not take MCP requests at this address (HTTP 405): the path belongs to something else, or is missing. Correct "url" in the settings.',
    { server: evidence.server },
  );
  return problem("method-not-allowed", withBetter(evidence, sentence), otherAddress(evidence));
};

const webPage: Rule = (evidence) => {
  if (!isPage(evidence) || (statusOf(evidence) ?? 200) >= 300) return undefined;
  return problem("web-page", withBetter(evidence, evidence.failure.message), otherAddress(evidence));
};

/** A rule about a status; the failure's own sentence says what happened. */
const status =
  (code: FindingCode, fits: (status: number) => boolean, fix: (evidence: FailedEvidence) => Fix): Rule =>
  (evidence) => {
    const found = statusOf(evidence);
    return found !== undefined && fits(found)
      ? problem(code, withBetter(evidence, evidence.failure.message), fix(evidence))
      : undefined;
  };

/** The address takes the first request of a session, and refuses those that follow. */
const sessionLost: Rule = ({ server, failure, address }) => {
  const isForgotten = failure.status === 404 && address?.answer?.isMcp === true;
  if (failure.code !== "session-lost" && !isForgotten) return undefined;
  return problem(
    "session-lost",
    message(
      "diagnosis.forgets",
      '"{server}" opens a session but does not know it in the next request. This happens when several copies of it share an address, or when it restarts. Restart it; if that does not help, tell its operator.',
      { server },
    ),
    run("restart"),
  );
};

/** The hub allows no sign-in here, or the server no access: without a status, as for a token that is refused. */
const forbidden: Rule = ({ failure }) =>
  failure.code === "forbidden" ? problem("forbidden", failure.message, run("settings")) : undefined;

const refused: Rule = (evidence) => {
  const found = statusOf(evidence);
  if (found === undefined || found < 400 || found > 499) return undefined;
  return problem("request-refused", safeLine(evidence.failure.message, 1000), run("settings"));
};

/** What an answer over HTTP means, the more certain causes first. */
export const httpRules: readonly Rule[] = [
  sessionLost,
  loginPage,
  redirect,
  unauthorized,
  status(
    "forbidden",
    (one) => one === 403,
    () => run("settings"),
  ),
  webPage,
  status("not-found", (one) => one === 404 || one === 410, otherAddress),
  methodNotAllowed,
  status("not-acceptable", (one) => one === 406, otherAddress),
  status(
    "too-many-requests",
    (one) => one === 429,
    () => run("restart"),
  ),
  status(
    "server-failed",
    (one) => one >= 500,
    () => run("restart"),
  ),
  refused,
  forbidden,
];
