import { message } from "../../../protocol/message";
import { HubError } from "../../kernel/hubError";
import { safeLine } from "../../kernel/redact";
import { suitePackage, suiteVersion } from "./scenarios";

/** How a program ended. */
export type ProgramEnd =
  | { readonly kind: "done"; readonly stdout: string }
  | { readonly kind: "failed"; readonly code: number | null; readonly signal: string | null; readonly stderr?: string }
  | { readonly kind: "too-long" }
  | { readonly kind: "not-started"; readonly code: string };

/** The oldest Node.js that the suite runs on: it uses `fs.globSync`. */
export const oldestNode = "22.2";

/** Why the suite cannot run on the person's Node.js, by what `node --version` printed. */
export function nodeProblem(ended: ProgramEnd): HubError | undefined {
  const version = ended.kind === "done" ? /^v(\d+)\.(\d+)\.\d+/.exec(ended.stdout.trim()) : undefined;
  if (!version)
    return cannot(
      message(
        "conformance.noNode",
        "The conformance suite needs Node.js, which was not found on the PATH of your login shell. Install Node.js {oldest} or later, then reload the window.",
        { oldest: oldestNode },
      ),
    );
  const [, major = 0, minor = 0] = version.map(Number);
  if (major > 22 || (major === 22 && minor >= 2)) return undefined;
  return cannot(
    message(
      "conformance.oldNode",
      "The conformance suite needs Node.js {oldest} or later, and your login shell has {version}. Install a newer one, then reload the window.",
      { oldest: oldestNode, version: version[0] },
    ),
  );
}

const noNetwork =
  /\b(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/** Why the suite could not be downloaded, or does not start; by how `npx` ended. */
export function downloadProblem(ended: ProgramEnd): HubError | undefined {
  if (ended.kind === "done") return undefined;
  const suite = `${suitePackage}@${suiteVersion}`;
  if (ended.kind === "not-started")
    return cannot(
      message(
        "conformance.noNpx",
        "npx could not be started ({code}). It comes with npm: install npm, then reload the window.",
        { code: ended.code },
      ),
    );
  const said = ended.kind === "failed" ? (ended.stderr ?? "") : "";
  if (noNetwork.test(said))
    return cannot(
      message(
        "conformance.noNetwork",
        "npx could not reach the npm registry to download {suite}. Check the network, or the proxy and the registry of npm, then try again.",
        { suite },
      ),
    );
  if (/\b(E404|ETARGET)\b/.test(said))
    return cannot(
      message(
        "conformance.notInRegistry",
        "The registry of npm does not have {suite}. Set npm to a registry that has it, then try again.",
        { suite },
      ),
    );
  return cannot(
    message("conformance.notStarted", 'npx could not run {suite}: {said}. Run "npx {suite} list" in a terminal.', {
      suite,
      said: safeLine(said, 300) || message("conformance.saidNothing", "it gave no reason"),
    }),
  );
}

const cannot = (text: string): HubError => new HubError("unsupported", text);
