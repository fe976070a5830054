import * as z from "zod";

const paths = z.array(z.string().min(1).max(4096)).max(50).optional();

/** What a program may reach on this machine; `true` is the same as `{}`. */
export const SandboxConfig = z.union([
  z.boolean(),
  z.strictObject({
    read: paths.describe("Files and folders that the program may read, besides its own folder."),
    write: paths.describe("Files and folders that the program may read and change; they must exist."),
    network: z.boolean().optional().describe("Whether the program may use the network; not unless set to `true`."),
  }),
]);
export type SandboxConfig = z.infer<typeof SandboxConfig>;

/** The paths that an entry's sandbox names, as written. */
export const sandboxPaths = (sandbox: SandboxConfig | undefined): readonly string[] =>
  typeof sandbox === "object" ? [...(sandbox.read ?? []), ...(sandbox.write ?? [])] : [];
