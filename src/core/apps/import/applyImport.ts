import { type AppliedChange, applyChange, type SettingsChange } from "../../config/editing/applyChange";
import type { SecretStore } from "../../kernel/ports";
import type { Origins } from "./origins";
import type { PlannedImport } from "./plannedImport";

export interface ImportPorts {
  readonly secrets: SecretStore;
  readonly origins: Origins;
  /** Writes the settings as a whole, if they still are what the plan began with. Rejects with a `HubError`. */
  readonly write: (after: string) => ReturnType<SettingsChange["write"]>;
}

/** Makes a planned import: all of it or nothing. "changed" if the settings are no longer those that were shown. */
export const applyImport = (
  { secrets, origins, after }: Extract<PlannedImport, { kind: "change" }>,
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
      ],
      write: () => ports.write(after),
    },
    ports.secrets,
  );
