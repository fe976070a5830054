import assert from "node:assert/strict";
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError, UnauthorizedError } from "@modelcontextprotocol/client";
import type { LaunchPlan, StdioPlan } from "../../src/core/config/plan/launchPlan";
import type { Link } from "../../src/core/connection/link";
import { type EraVerdict, RememberedEras } from "../../src/core/connection/rememberedEras";
import { HubError } from "../../src/core/kernel/hubError";
import type { Negotiation } from "../../src/mcp/revisions/negotiation";
import { type EraLimits, type OpeningWatch, openInEra } from "../../src/mcp/revisions/openInEra";
import { info } from "./fakeLink";
import { MapStore } from "./mapStore";

/** Servers on a pipe and over HTTP. */
export const pipe: StdioPlan = { kind: "stdio", server: "era", command: "server", args: [], env: {} };
export const http: LaunchPlan = { kind: "http", server: "era", url: "https://far.example/mcp", headers: {} };
export const newest = "2025-11-25";
export const modern = "2026-07-28";

export const http4xx = (status: number, text = "No.") =>
  new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, "refused", { status, statusText: "", text });
export const caused = (code: HubError["code"], cause?: unknown) => new HubError(code, code, { cause });
export const refusedQuestion = caused("transport", new SdkError(SdkErrorCode.EraNegotiationFailed, "refused"));
export const unanswered = caused("timeout", new SdkError(SdkErrorCode.RequestTimeout, "too late"));
export const timeout = caused("timeout");
export const exited = caused("exited");
export const refused = caused("server-error");
export const broken = caused("transport");
export const signedOut = caused("needs-auth", new UnauthorizedError());
export const unsupported = (supported: unknown) => new ProtocolError(-32022, "Unsupported revision", { supported });
export const namesModern = caused("protocol", unsupported(["2025-11-25", modern]));

/** One attempt: what is seen of it, and how it ends. */
export interface Attempt {
  readonly sees?: (watch: OpeningWatch) => void;
  /** Why it fails, or the revision that its link speaks. */
  readonly ends: unknown;
  readonly version?: string;
}
export const handshake = (watch: OpeningWatch) => watch.onHandshake();
export const heard = (watch: OpeningWatch) => {
  watch.onHandshake();
  watch.onHeard();
};
export const names =
  (...revisions: string[]) =>
  (watch: OpeningWatch) =>
    watch.onRevisions(revisions);

/** Opens a link to a server about which this is remembered, by attempts that end so, one after another. */
export async function opening(
  plan: LaunchPlan,
  known: EraVerdict | undefined,
  attempts: Attempt[],
  limits?: EraLimits,
) {
  const eras = new RememberedEras(
    new MapStore(),
    () => 0,
    (error) => assert.fail(String(error)),
  );
  if (known) eras.learn(plan, known);
  const tried: Negotiation[] = [];
  const logs: string[] = [];
  const watches: OpeningWatch[] = [];
  const openAs = async (negotiation: Negotiation, watch: OpeningWatch): Promise<Link> => {
    tried.push(negotiation);
    watches.push(watch);
    const { sees, ends, version = "1" } = attempts[tried.length - 1] ?? { ends: "one attempt too many" };
    sees?.(watch);
    if (typeof ends !== "string") throw ends;
    return { info: { ...info, version, protocolVersion: ends } } as Link;
  };
  const outcome = await openInEra(plan, eras, openAs, (text) => logs.push(text), limits).then(
    (link) => link.info.protocolVersion,
    (error: unknown) => error,
  );
  const remembered = () => {
    const { era, version, offers } = eras.of(plan) ?? {};
    return era && { era, ...(version !== undefined && { version }), ...(offers !== undefined && { offers }) };
  };
  return { tried, modes: tried.map(({ mode }) => mode), logs, outcome, remembered, watch: watches[0] };
}
