import type { HiddenTools } from "../../access/switchChanges";
import { type AppliedChange, applyChange, type SettingsChange } from "../../config/editing/applyChange";
import type { SecretStore } from "../../kernel/ports";
import type { Origins } from "./origins";
import type { PlannedImport } from "./plannedImport";

export interface ImportPorts {
  readonly secrets: SecretStore;
  readonly origins: Origins;
  /** Turns off tools that apps hide; settles with the way back. */
  readonly hide: (hidden: readonly HiddenTools[]) => Promise<() => Promise<void>>;
  /** Writes the settings as a whole, if they still are what the plan began with. Rejects with a `HubError`. */
  readonly write: (after: string) => ReturnType<SettingsChange["write"]>;
}

/** Makes a planned import: all of it or nothing. "changed" if the settings are no longer those that were shown. */
export const applyImport = (
  { secrets, origins, hidden, after }: Extract<PlannedImport, { kind: "change" }>,
  ports: ImportPorts,
): Promise<AppliedChange | "changed"> =>
  applyChange(
    {
      secrets,
      following: [
        async () => {
          const before = ports.origins.all();
          await ports.origins.put(origins);
          return () => ports.origins.restore(before);
        },
        ...(hidden.length > 0 ? [() => ports.hide(hidden)] : []),
      ],
      write: () => ports.write(after),
    },
    ports.secrets,
  );
