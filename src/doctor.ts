import { resolve } from "node:path";
import { composeHeadless, namesRoots } from "./composeHeadless";
import { type FileDefaults, readConfigFile } from "./core/config/reading/configFile";
import type { Diagnosis } from "./core/diagnosis/finding";
import { HubError } from "./core/kernel/hubError";
import { diagnosed } from "./headless/doctor/diagnosed";
import type { DoctorCommand } from "./headless/doctor/doctorCommand";
import type { Outcome } from "./headless/runCommand";
import { checkUsable, configText } from "./headless/usableConfig";
import { openSecrets } from "./openSecrets";
import { message } from "./protocol/message";

export interface DoctorParts {
  /** What holds where the file says nothing. */
  readonly under: FileDefaults;
  readonly signal: AbortSignal;
  readonly report: (error: unknown) => void;
}

/** Diagnoses the servers of a configuration file, or one of them, one after the other. Rejects with a `HubError`. */
export async function doctorOutcome(
  { config, only, json }: DoctorCommand,
  { under, signal, report }: DoctorParts,
): Promise<Outcome> {
  const path = resolve(config);
  const text = await configText(path);
  const configuration = readConfigFile(text, path, under);
  checkUsable(configuration, path);
  const { definitions, options } = configuration;
  const chosen = only === undefined ? definitions : definitions.filter(({ id }) => id === only);
  if (only !== undefined && chosen.length === 0)
    throw new HubError(
      "unknown-server",
      message("doctorCommand.noServer", '{path} has no server "{server}". Correct the name.', { path, server: only }),
    );
  const opened = await openSecrets(text, path, report);
  const { composed, state } = composeHeadless({
    options: () => options,
    directory: process.cwd(),
    namesRoots: namesRoots(definitions),
    report,
    values: opened.secrets,
    signIns: opened.signIns,
  });
  try {
    const diagnoses: Diagnosis[] = [];
    for (const definition of chosen) diagnoses.push(await composed.doctor.diagnose(definition, signal));
    return diagnosed(diagnoses, json);
  } finally {
    await composed.close();
    await state.settled();
  }
}
