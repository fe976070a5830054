import type { LogLevel } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { OptionKey, Options } from "../schema/settings";

/** The options of the headless hub that environment variables set. */
export interface EnvironmentOptions {
  /** They override the defaults, and a configuration file overrides them. */
  readonly options: Partial<Options>;
  readonly logLevel?: LogLevel;
  /** One sentence for each value that cannot be used. Its default applies. */
  readonly problems: readonly string[];
}

type NumberOption = { [K in OptionKey]: Options[K] extends number ? K : never }[OptionKey];

interface Rule {
  readonly keys: readonly NumberOption[];
  /** From the variable's unit to the option's. */
  readonly convert: (value: number) => number;
  /** The smallest and the largest value of the variable. */
  readonly range: readonly [min: number, max: number];
}

const asIs = (value: number): number => value;
/** Options in seconds are whole numbers. Fractions are rounded up, so that no limit becomes shorter than requested. */
const toSeconds = (ms: number): number => Math.ceil(ms / 1000);

const rules: Readonly<Record<string, Rule>> = {
  MCP_CONNECT_TIMEOUT_MS: { keys: ["connectTimeoutSeconds"], convert: toSeconds, range: [1, 600_000] },
  MCP_REQUEST_TIMEOUT_MS: { keys: ["callTimeoutSeconds"], convert: toSeconds, range: [1, 3_600_000] },
  MCP_HEALTH_CHECK_INTERVAL_MS: { keys: ["healthCheckSeconds"], convert: toSeconds, range: [0, 3_600_000] },
  MCP_MAX_RETRIES: { keys: ["retries"], convert: asIs, range: [0, 10] },
  MCP_INITIAL_RETRY_DELAY_MS: { keys: ["retryDelayMs", "connectRetryDelayMs"], convert: asIs, range: [10, 60_000] },
  MCP_MAX_RETRY_DELAY_MS: { keys: ["retryMaxDelayMs", "connectRetryMaxDelayMs"], convert: asIs, range: [10, 600_000] },
};

/** The names of the log levels, including the names that other programs use. */
const levels: Readonly<Record<string, LogLevel>> = {
  trace: "debug",
  debug: "debug",
  info: "info",
  notice: "info",
  warn: "warning",
  warning: "warning",
  error: "error",
};

/** Reads the options from environment variables. An empty variable counts as not set. */
export function optionsFromEnvironment(env: Readonly<Record<string, string | undefined>>): EnvironmentOptions {
  const problems: string[] = [];
  const options: Partial<Record<NumberOption, number>> = {};
  for (const [name, { keys, convert, range }] of Object.entries(rules)) {
    const text = env[name]?.trim();
    if (!text) continue;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    const [min, max] = range;
    if (value >= min && value <= max) for (const key of keys) options[key] = convert(value);
    else
      problems.push(
        message("config.envNumber", '{name} must be a whole number from {min} to {max}, but it is "{value}".', {
          name,
          min,
          max,
          value: text.slice(0, 40),
        }),
      );
  }
  const text = env.MCP_LOG_LEVEL?.trim().toLowerCase();
  const logLevel = text && Object.hasOwn(levels, text) ? levels[text] : undefined;
  if (text && !logLevel)
    problems.push(
      message("config.envLogLevel", 'MCP_LOG_LEVEL must be debug, info, warning or error, but it is "{value}".', {
        value: text.slice(0, 40),
      }),
    );
  return { options, ...(logLevel && { logLevel }), problems };
}
