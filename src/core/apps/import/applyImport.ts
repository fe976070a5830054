import type { SecretStore } from "../../kernel/ports";
import type { Origins } from "./origins";
import type { PlannedImport } from "./plannedImport";

export interface ImportPorts {
  readonly secrets: SecretStore;
  readonly origins: Origins;
  /** Writes the settings as a whole, if they still are what the plan began with. Rejects with a `HubError`. */
  readonly write: (after: string) => Promise<{ undo(): Promise<"undone" | "changed"> } | "changed">;
}

/** An import that was made. */
export interface AppliedImport {
  /**
   * Puts back every byte of the settings, and takes the stored secrets away again. "changed": the settings are other ones by now, and
   * nothing was done. Rejects with a `HubError`.
   */
  undo(): Promise<"undone" | "changed">;
}

/** Makes a planned import: all of it or nothing. "changed" if the settings are no longer those that were shown. */
export async function applyImport(
  { secrets, origins, after }: Extract<PlannedImport, { kind: "change" }>,
  ports: ImportPorts,
): Promise<AppliedImport | "changed"> {
  const before = ports.origins.all();
  const stored: { readonly key: string; readonly old: string | undefined }[] = [];
  const takeBack = async () => {
    for (const { key, old } of stored)
      await (old === undefined ? ports.secrets.delete(key) : ports.secrets.set(key, old));
    await ports.origins.restore(before);
  };
  try {
    // The storage first: a server starts as soon as the settings have it.
    for (const { key, value } of secrets) {
      stored.push({ key, old: await ports.secrets.get(key) });
      await ports.secrets.set(key, value);
    }
    await ports.origins.put(origins);
    const written = await ports.write(after);
    if (written === "changed") {
      await takeBack();
      return "changed";
    }
    return {
      undo: async () => {
        const undone = await written.undo();
        if (undone === "undone") await takeBack();
        return undone;
      },
    };
  } catch (error) {
    await takeBack();
    throw error;
  }
}
