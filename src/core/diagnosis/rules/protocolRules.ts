import { message } from "../../../protocol/message";
import { run, setKey } from "../fixes";
import { problem, type Rule } from "./rule";

/** Both sides speak MCP, and the revisions of the one are not those of the other. */
const otherRevision: Rule = ({ server, failure, plan, attempt }) => {
  const isPinned = plan?.protocol !== undefined && plan.protocol !== "auto";
  const isRefusal = (failure.code === "protocol" || failure.code === "server-error") && attempt.step !== "lists";
  if (!failure.isAboutRevision && !(isPinned && isRefusal && !attempt.strayed)) return undefined;
  if (isPinned) return problem("other-revision", failure.message, setKey("protocol", undefined));
  return problem(
    "other-revision",
    message(
      "diagnosis.noCommonRevision",
      '"{server}" and the hub have no revision of the protocol in common. {failure} Update the server, or ask its author.',
      { server, failure: failure.message },
    ),
    run("log"),
  );
};

const brokenProtocol: Rule = ({ server, failure }) => {
  if (failure.code !== "protocol" && failure.code !== "server-error") return undefined;
  return problem(
    "broken-protocol",
    message(
      "diagnosis.breaksProtocol",
      '"{server}" speaks MCP, but not as the protocol says. {failure} Update the server, or report it to its author.',
      { server, failure: failure.message },
    ),
    run("log"),
  );
};

const unknown: Rule = ({ failure }) => problem("unknown", failure.message, run("log"));

/** What remains; the last rule always finds something. */
export const protocolRules: readonly Rule[] = [otherRevision];
export const lastRules: readonly Rule[] = [brokenProtocol, unknown];
