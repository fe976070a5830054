import { parseArgs } from "node:util";
import * as z from "zod";
import { givenArguments } from "../core/calls/givenArguments";
import { parseJson } from "../core/kernel/json/exactJson";
import { type ReportRange, readRange } from "../core/operations/report/report";
import { message } from "../protocol/message";
import { type DoctorCommand, doctorCommand } from "./doctor/doctorCommand";
import { type ImportCommand, importCommand } from "./import/importCommand";
import { type ServeCommand, type StdioCommand, serveCommand, serveOptions, stdioCommand } from "./serveCommand";
import { type SignInCommand, signInCommand } from "./signIn/signInCommand";
import { wrongUsage } from "./wrongUsage";

/** A parsed command line. `json`: print one JSON document on standard output and nothing else. */
export type Command =
  | { readonly kind: "help"; readonly json: boolean }
  | { readonly kind: "version"; readonly json: boolean }
  /** `file`: a log, or a folder of logs; the hub's own where it is missing. */
  | { readonly kind: "verify"; readonly file: string | undefined; readonly json: boolean }
  | { readonly kind: "compatibility"; readonly json: boolean }
  | { readonly kind: "report"; readonly range: ReportRange; readonly json: boolean }
  | ServeCommand
  | StdioCommand
  | SignInCommand
  | DoctorCommand
  | ImportCommand
  /**
   * `timeoutSeconds`: how long to wait for servers to become ready; `fromLast`: from the last one that became ready or failed, because
   * many servers do not all start at once.
   */
  | ({ readonly kind: "tools" | "status"; readonly timeoutSeconds: number; readonly fromLast: boolean } & Common)
  | ({
      readonly kind: "call";
      readonly server: string;
      readonly tool: string;
      readonly args: Readonly<Record<string, unknown>>;
    } & Common);

interface Common {
  readonly config: string;
  readonly json: boolean;
  /** The folders that servers are asked to work in, as written. */
  readonly roots: readonly string[];
}

/** Parses a command line. Throws `bad-config` with one sentence if it is wrong. */
export function parseCommandLine(argv: readonly string[]): Command {
  const { values, positionals } = parsed(argv);
  const json = values.json ?? false;
  if (values.help) return { kind: "help", json };
  if (values.version) return { kind: "version", json };

  const [name, ...operands] = positionals;
  if (name === undefined) throw wrongUsage(message("headless.noCommand", "The command is missing."));
  if (name === "audit") return auditCommand(operands, json);
  if (name === "report") return { kind: "report", range: readRange(operands[0]), json };
  if (name === "compatibility") {
    withoutOperand(name, operands);
    return { kind: name, json };
  }
  if (name === "serve") return serveCommand(values, configOf(values), json);
  if (name === "stdio") return stdioCommand(values, values.config, json);
  if (name === "import") return importCommand(operands, values, json);
  if (name === "doctor") return doctorCommand(operands, configOf(values), json);
  if (name === "sign-in" || name === "sign-out")
    return signInCommand(name, operands, { config: configOf(values), device: values.device, json });
  if (name !== "tools" && name !== "status" && name !== "call")
    throw wrongUsage(message("headless.unknownCommand", 'There is no command "{name}".', { name }));
  const common = { config: configOf(values), json, roots: values.root ?? [] };

  if (name !== "call") {
    withoutOperand(name, operands);
    if (values.args !== undefined) throw wrongUsage(message("headless.argsOnlyCall", "--args belongs to call."));
    return {
      kind: name,
      ...common,
      timeoutSeconds: seconds(values.timeout ?? "30"),
      fromLast: values.timeout === undefined,
    };
  }
  if (values.timeout !== undefined)
    throw wrongUsage(message("headless.timeoutNotCall", "--timeout belongs to tools and status."));
  const [server, tool, extra] = operands;
  if (server === undefined || tool === undefined)
    throw wrongUsage(message("headless.callOperands", "call needs a server and a tool."));
  if (extra !== undefined)
    throw wrongUsage(
      message("headless.callExtra", 'call takes one server and one tool; remove "{operand}".', { operand: extra }),
    );
  return { kind: "call", ...common, server, tool, args: toolArguments(values.args ?? "{}") };
}

function withoutOperand(name: string, [extra]: readonly string[]): void {
  if (extra !== undefined)
    throw wrongUsage(message("headless.extraOperand", '"{name}" does not take "{operand}".', { name, operand: extra }));
}

function configOf({ config }: { readonly config?: string | undefined }): string {
  if (config !== undefined) return config;
  throw wrongUsage(message("headless.noConfig", "--config FILE is missing."));
}

function auditCommand([what, file, extra]: readonly string[], json: boolean): Command {
  if (what !== "verify")
    throw wrongUsage(message("headless.auditVerb", "audit needs a word for what to do: audit verify [FILE]."));
  if (extra !== undefined)
    throw wrongUsage(
      message("headless.auditExtra", 'audit verify takes one file; remove "{operand}".', { operand: extra }),
    );
  return { kind: "verify", file, json };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        config: { type: "string" },
        args: { type: "string" },
        root: { type: "string", multiple: true },
        timeout: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
        device: { type: "boolean" },
        from: { type: "string" },
        write: { type: "boolean" },
        ...serveOptions,
      },
    });
  } catch (error) {
    throw wrongUsage(error instanceof Error ? `${error.message.split(". ")[0]}.` : String(error));
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 3600))
    throw wrongUsage(message("headless.timeoutRange", "--timeout must be a number of seconds above 0, at most 3600."));
  return value;
}

function toolArguments(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = givenArguments(parseJson(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw wrongUsage(message("headless.argsNotJson", "--args is not JSON ({reason}).", { reason }));
  }
  const args = z.record(z.string(), z.unknown()).safeParse(value);
  if (!args.success)
    throw wrongUsage(
      message("headless.argsKind", "--args must be a JSON object, for example --args {example}.", {
        example: `'{"path": "README.md"}'`,
      }),
    );
  return args.data;
}
