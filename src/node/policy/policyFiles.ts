import { statSync } from "node:fs";
import type { OrganizationPolicy } from "../../core/calls/approval/organization";
import { organizationPolicy } from "../../core/config/reading/organizationPolicy";
import { isAbsolutePath } from "../../core/config/schema/filePath";
import type { Clock } from "../../core/kernel/clock";
import { message } from "../../protocol/message";
import { codeOf } from "../../protocol/systemError";
import { type ReadSafely, readListedFile, readOwnedFile } from "./policySystem";

/** The variable of the environment that names a policy file, beside the setting `mcpHub.policyFile`. */
export const policyVariable = "MCP_HUB_POLICY_FILE";

/** How old an answer may be before the files are looked at again, in milliseconds. */
const lookEveryMs = 1000;

/** How old it may be where a look starts programs, while the file looks the same. */
const lookEveryMsOnWindows = 60_000;

export interface PolicyFileParts {
  /** What the setting `mcpHub.policyFile` says; empty: nothing. */
  readonly named: () => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, "now">;
  /** Hears once of each change for the worse, and of each for the better. */
  readonly changed: (policy: OrganizationPolicy) => void;
  readonly platform?: NodeJS.Platform;
  readonly read?: ReadSafely;
}

interface Kept {
  readonly policy: OrganizationPolicy;
  readonly at: number;
  readonly stamp: string;
}

/**
 * The policy files of this machine, looked at when they are needed and at most once a second, so that a change counts within a second and
 * nothing has to be watched. A file that is named and cannot be used stops every call.
 */
export class PolicyFiles {
  private readonly kept = new Map<string, Kept>();
  private readonly read: ReadSafely;
  private readonly isWindows: boolean;
  private known:
    | { readonly named: string; readonly policies: readonly OrganizationPolicy[]; readonly at: number }
    | undefined;

  constructor(private readonly parts: PolicyFileParts) {
    const { platform = process.platform, read } = parts;
    this.isWindows = platform === "win32";
    this.read = read ?? (this.isWindows ? readListedFile() : readOwnedFile());
  }

  /** What the files say now. Never throws. */
  readonly current = (): readonly OrganizationPolicy[] => {
    const { env, clock } = this.parts;
    const named = this.parts.named();
    const now = clock.now();
    const { known } = this;
    // Every call asks: the environment, which is slow to read, is looked at with the files.
    if (known?.named === named && now - known.at >= 0 && now - known.at < lookEveryMs) return known.policies;
    const files = [named, env[policyVariable] ?? ""].map((file) => file.trim()).filter((file) => file !== "");
    const policies = [...new Set(files)].map((file) => this.looked(file, now));
    for (const file of this.kept.keys()) if (!files.includes(file)) this.kept.delete(file);
    this.known = { named, policies, at: now };
    return policies;
  };

  private looked(file: string, now: number): OrganizationPolicy {
    const before = this.kept.get(file);
    const stamp = this.isWindows ? stampOf(file) : "";
    if (before && this.isWindows && before.stamp === stamp && now - before.at < lookEveryMsOnWindows)
      return before.policy;
    const found = this.readFile(file);
    // The same value as long as the file says the same: what was made ready of it is used again.
    const isSame = before && JSON.stringify(before.policy) === JSON.stringify(found);
    const policy = isSame ? before.policy : found;
    this.kept.set(file, { policy, at: now, stamp });
    if (!isSame && (before || policy.kind === "unusable")) this.parts.changed(policy);
    return policy;
  }

  private readFile(file: string): OrganizationPolicy {
    const bad = (problem: string, next: string): OrganizationPolicy => ({
      kind: "unusable",
      file,
      problem: message("policyFile.unusable", "{file}: {problem}. {next}", { file, problem, next }),
    });
    if (!isAbsolutePath(file))
      return bad(
        message("policyFile.relative", "it is not a full path"),
        message("policyFile.fullPath", "Write the full path of the file into mcpHub.policyFile or {variable}.", {
          variable: policyVariable,
        }),
      );
    const restore = message(
      "policyFile.restore",
      "Ask your administrator to put the file there, or to remove its name from mcpHub.policyFile and {variable}.",
      { variable: policyVariable },
    );
    try {
      const safe = this.read(file);
      if ("problem" in safe)
        return bad(
          safe.problem,
          message(
            "policyFile.protect",
            "Ask your administrator to give the file and all folders above it to an administrator, and to let nobody else write there.",
          ),
        );
      const read = organizationPolicy(safe.text);
      if ("policy" in read) return { kind: "rules", file, policy: read.policy };
      return {
        kind: "unusable",
        file,
        problem: message(
          "policyFile.invalid",
          "{file} is wrong. {problem} Ask the person who maintains it to correct it.",
          {
            file,
            problem: read.problem,
          },
        ),
      };
    } catch (error) {
      const code = codeOf(error) ?? "";
      if (code === "ENOENT" || code === "ENOTDIR")
        return bad(message("policyFile.missing", "there is no such file"), restore);
      const reason = code || (error instanceof Error ? error.message.slice(0, 200) : String(error));
      return bad(message("policyFile.unreadable", "it cannot be read ({reason})", { reason }), restore);
    }
  }
}

/** What changes whenever a file is written or replaced; empty where it cannot be told. */
function stampOf(file: string): string {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(file);
    return [mtimeMs, ctimeMs, size, ino].join(" ");
  } catch {
    return "";
  }
}
