import { attributes } from "../../core/operations/telemetry/attributes";

/** Where and how traces and metrics are sent. */
export interface OtlpOptions {
  readonly traces: string | undefined;
  readonly metrics: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** For one request. */
  readonly timeoutMs: number;
  /** The attributes of what sends. */
  readonly resource: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The options of the environment (OpenTelemetry, "Environment Variable Specification" and "OTLP exporter configuration") and of the setting,
 * which wins. `undefined` where no address is given, or where `OTEL_SDK_DISABLED` is `true`: then nothing is sent.
 */
export function otlpOptions(setting: string, env: Environment, version: string): OtlpOptions | undefined {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === "true") return undefined;
  const base = setting || env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const traces = address((!setting && env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) || below(base, "v1/traces"));
  const metrics = address((!setting && env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT) || below(base, "v1/metrics"));
  if (traces === undefined && metrics === undefined) return undefined;
  const timeoutMs = Number(env.OTEL_EXPORTER_OTLP_TIMEOUT);
  return {
    traces,
    metrics,
    headers: pairs(env.OTEL_EXPORTER_OTLP_HEADERS),
    timeoutMs: timeoutMs > 0 && timeoutMs <= 60_000 ? timeoutMs : 10_000,
    resource: {
      [attributes.serviceVersion]: version,
      ...pairs(env.OTEL_RESOURCE_ATTRIBUTES),
      [attributes.serviceName]:
        env.OTEL_SERVICE_NAME || pairs(env.OTEL_RESOURCE_ATTRIBUTES)[attributes.serviceName] || "mcp-client-hub",
    },
  };
}

const below = (base: string | undefined, path: string): string => (base ? `${base.replace(/\/+$/, "")}/${path}` : "");

/** What is not a web address counts as none. */
const address = (text: string): string | undefined =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined;

/** `key=value,key=value`, the values percent-encoded (W3C Baggage). */
function pairs(text = ""): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const part of text.split(",")) {
    const at = part.indexOf("=");
    if (at <= 0) continue;
    const value = part.slice(at + 1).trim();
    try {
      found[part.slice(0, at).trim()] = decodeURIComponent(value);
    } catch {
      found[part.slice(0, at).trim()] = value; // not encoded, as many write it
    }
  }
  return found;
}
