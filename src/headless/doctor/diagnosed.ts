import { diagnosisLines } from "../../core/diagnosis/diagnosisText";
import type { Diagnosis } from "../../core/diagnosis/finding";
import type { Outcome } from "../runCommand";

/** The outcome of `doctor`: 0 if every server works, 1 if one does not. */
export function diagnosed(diagnoses: readonly Diagnosis[], json: boolean): Outcome {
  const works = diagnoses.every(({ findings }) => findings.every(({ severity }) => severity === "warning"));
  const text = json ? JSON.stringify({ diagnoses }) : diagnosisLines(diagnoses);
  return { exitCode: works ? 0 : 1, stdout: `${text}\n`, stderr: "" };
}
