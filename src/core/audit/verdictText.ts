import { message } from "../../protocol/message";
import { safeLine } from "../kernel/redact";
import type { AuditProblem, Verdict } from "./verifyLog";

/** Whether the log is as its writer wrote it, as far as can be told. */
export const isIntact = ({ problems }: Verdict): boolean => problems.length === 0;

/**
 * What was found in a log, in whole sentences: the judgment first, then each problem, then what could not be checked.
 *
 * @param ownKey the id of the key of this installation, where it is known
 */
export function verdictText(name: string, verdict: Verdict, ownKey?: string): readonly string[] {
  const { records, firstSeq, lastSeq, firstTime, lastTime, problems } = verdict;
  const range = {
    name,
    records,
    first: firstSeq,
    last: lastSeq,
    from: safeLine(firstTime, 40),
    to: safeLine(lastTime, 40),
  };
  const judgment =
    records === 0 && problems.length === 0
      ? message("audit.verify.empty", "{name}: no records.", { name })
      : problems.length === 0
        ? message(
            "audit.verify.good",
            "{name}: {records} records ({first} to {last}, {from} to {to}). Nothing was changed.",
            range,
          )
        : message("audit.verify.bad", "{name}: CHANGED. {records} records ({first} to {last}, {from} to {to}).", range);
  return [judgment, ...problems.map(problemText), ...notes(verdict, ownKey)];
}

function problemText(problem: AuditProblem): string {
  switch (problem.kind) {
    case "unreadable":
      return message("audit.verify.unreadable", "Line {line} of {file} is not a record.", { ...problem });
    case "not-canonical":
      return message("audit.verify.notCanonical", "Line {line} of {file} does not have the form of a record.", {
        ...problem,
      });
    case "changed":
      return message("audit.verify.changed", "Record {seq} was changed or replaced (line {line} of {file}).", {
        ...problem,
      });
    case "missing":
      return problem.count === 1
        ? message("audit.verify.missingOne", "Record {seq} is missing.", { seq: problem.seq })
        : message("audit.verify.missing", "Records {seq} to {last} are missing.", {
            seq: problem.seq,
            last: problem.seq + problem.count - 1,
          });
    case "order":
      return message("audit.verify.order", "Record {seq} is in the wrong place (line {line} of {file}).", {
        ...problem,
      });
    case "signature":
      return message("audit.verify.signature", "The signature of record {seq} is wrong (line {line} of {file}).", {
        ...problem,
      });
    case "cut":
      return problem.at === undefined
        ? message(
            "audit.verify.cut",
            "The end was cut off: the log ends with record {last}, but record {seq} was written and signed.",
            { last: problem.last, seq: problem.seq },
          )
        : message(
            "audit.verify.cutBefore",
            "The end was cut off before record {at} was written: record {seq} had been written and signed.",
            { at: problem.at, seq: problem.seq },
          );
    case "rewritten":
      return message(
        "audit.verify.rewritten",
        "The log was rewritten: record {seq} is not the one that was signed under this number.",
        { seq: problem.seq },
      );
  }
}

function notes(verdict: Verdict, ownKey: string | undefined): readonly string[] {
  const { records, lastSeq, signedTo, unknownHeads, tornBytes, tornBefore, isCompared, keys } = verdict;
  const found: string[] = [];
  if (records === 0) return found;
  if (tornBytes > 0)
    found.push(
      message(
        "audit.verify.torn",
        "The last line is incomplete ({bytes} characters), as a crash leaves it. It is not counted.",
        { bytes: tornBytes },
      ),
    );
  if (tornBefore > 0)
    found.push(
      message("audit.verify.tornBefore", "Crashes that left an incomplete line, which was removed: {count}.", {
        count: tornBefore,
      }),
    );
  if (signedTo === 0) found.push(message("audit.verify.unsigned", "No signature covers it."));
  else if (signedTo < lastSeq)
    found.push(
      message(
        "audit.verify.signedTo",
        "The signatures cover it up to record {seq}; the last {count} records have none yet.",
        {
          seq: signedTo,
          count: lastSeq - signedTo,
        },
      ),
    );
  else
    found.push(
      message("audit.verify.signed", "The signatures cover all of it (key {keys}).", { keys: keys.join(", ") }),
    );
  if (unknownHeads > 0)
    found.push(
      message(
        "audit.verify.unknownKey",
        "Signatures that were not checked, because their key is not beside the log: {count}.",
        {
          count: unknownHeads,
        },
      ),
    );
  const others = ownKey === undefined ? [] : keys.filter((key) => key !== ownKey);
  if (others.length > 0)
    found.push(
      message("audit.verify.otherKey", "Parts are signed with a key other than the present one: {keys}.", {
        keys: others.join(", "),
      }),
    );
  if (!isCompared)
    found.push(
      message(
        "audit.verify.notCompared",
        "The newest signed record is not known from elsewhere, so an end that was cut off right after a signature would not be noticed.",
      ),
    );
  return found;
}
