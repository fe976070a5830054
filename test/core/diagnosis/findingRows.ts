import assert from "node:assert/strict";
import type { LaunchConfig } from "../../../src/core/config/schema/serverDefinition";
import type {
  AddressFacts,
  Attempt,
  Evidence,
  Failure,
  HttpAnswer,
  ProgramFacts,
} from "../../../src/core/diagnosis/evidence";
import type { Fix } from "../../../src/core/diagnosis/finding";
import type { FindingCode } from "../../../src/core/diagnosis/findingCodes";
import { findingsOf } from "../../../src/core/diagnosis/findings";

const base = {
  ...{ server: "files", enabled: true, isFromWorkspace: false, surroundings: { platform: "linux", processor: "x64" } },
};
const attempted: Attempt = { said: [], strayed: false, step: "handshake", limitMs: 30_000 };

/** What is to be known of an address that fails. */
export interface AddressSetting {
  readonly url?: string;
  readonly config?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly auth?: object;
  readonly failure?: Partial<Failure>;
  readonly address?: Partial<AddressFacts>;
  readonly answer?: Partial<HttpAnswer>;
}

/** The sentence of every failure that says nothing of its own. */
export const failing = "It does not work.";

/** An address in a network that fails with `failing`. */
export function ofAddress({ url = "https://mcp.example.com/mcp", ...setting }: AddressSetting): Evidence {
  const { config, headers = {}, auth, failure, address, answer } = setting;
  return {
    ...base,
    config: { url, ...config } as LaunchConfig,
    plan: { kind: "http", server: "files", url, headers, ...(auth && { auth }) } as Evidence["plan"] & object,
    attempt: { ...attempted, failure: { code: "transport", message: failing, ...failure } },
    address: {
      hasNetwork: true,
      ...address,
      ...(answer && { answer: { status: 200, body: "", isMcp: false, ...answer } }),
    },
  };
}

/** What is to be known of a program that fails. */
export interface ProgramSetting {
  readonly command?: string;
  readonly config?: object;
  readonly plan?: object;
  readonly failure?: Partial<Failure>;
  readonly attempt?: Partial<Attempt>;
  /** A line among others of its output. */
  readonly said?: string;
  readonly program?: Partial<ProgramFacts>;
  readonly more?: Partial<Evidence>;
}

/** A program that ended with `failing`. */
export function ofProgram({ command = "tool", said, ...setting }: ProgramSetting): Evidence {
  const { config, plan, failure, attempt, program, more } = setting;
  return {
    ...base,
    config: { command, ...config } as LaunchConfig,
    plan: { kind: "stdio", server: "files", command, args: [], env: {}, ...plan } as Evidence["plan"] & object,
    attempt: {
      ...attempted,
      failure: { code: "exited", message: failing, ...failure },
      ...(said !== undefined && { said: ["starts", said, "ends"] }),
      ...attempt,
    },
    ...(program && { program: { hasFolder: true, elsewhere: [], ...program } }),
    ...more,
  };
}

/** A fix in a few words: a command, or what is written into the entry. */
export function inShort(fix: Fix | undefined): unknown {
  if (fix?.kind === "change") return Object.fromEntries(fix.changes.map(({ path, value }) => [path.join("."), value]));
  return fix?.kind === "command" ? fix.command : fix?.kind;
}

/** What is found, in which case, and how it is mended (`inShort`). */
export type Row<Setting> = readonly [code: FindingCode, name: string, setting: Setting, fix: unknown];

/** A test for each row. */
export function findsEach<Setting>(rows: readonly Row<Setting>[], evidenceOf: (setting: Setting) => Evidence): void {
  for (const [code, name, setting, fix] of rows)
    it(`${code}: ${name}`, () => {
      const [found, ...others] = findingsOf(evidenceOf(setting));
      assert.deepEqual([found?.code, found?.severity, inShort(found?.fix), others], [code, "problem", fix, []]);
    });
}
