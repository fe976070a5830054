import type { Clock } from "../../core/kernel/clock";
import type { OtlpExporter } from "./otlpExporter";
import { otlpOptions } from "./otlpOptions";

/** Begins to send traces and metrics where an address is given (`mcpHub.otlpEndpoint`, `OTEL_…`). Otherwise nothing is loaded or sent. */
export async function openTelemetry(
  setting: string,
  env: Readonly<Record<string, string | undefined>>,
  parts: { readonly clock: Clock; readonly version: string; readonly failed: (text: string) => void },
): Promise<OtlpExporter | undefined> {
  const options = otlpOptions(setting, env, parts.version);
  if (!options) return undefined;
  const { OtlpExporter } = await import("./otlpExporter");
  return new OtlpExporter(options, parts.clock, parts.version, parts.failed);
}
