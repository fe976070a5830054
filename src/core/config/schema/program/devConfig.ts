import * as z from "zod";

const glob = z.string().min(1).max(1000);

const watch = z
  .union([glob, z.array(glob).min(1).max(20)])
  .optional()
  .describe(
    "Files whose change restarts the server, such as `src/**/*.ts`: one pattern or several, from the workspace folder, or with a full path. Variables: `${workspaceFolder}`, `${workspaceFolder:NAME}`, `${workspaceFolderBasename}`, `${userHome}`, `${env:NAME}`.",
  );

/** How VS Code's debugger attaches to a program. */
export const DebugConfig = z
  .strictObject({
    type: z
      .enum(["node", "debugpy"])
      .describe("Which debugger attaches.")
      .meta({
        enumDescriptions: [
          'Node.js: "command" is `node`.',
          'Python, with the package debugpy: "command" is Python, such as `python3`.',
        ],
      }),
    debugpyPath: z
      .string()
      .min(1)
      .max(4096)
      .optional()
      .describe("Where the package debugpy is, if Python does not find it by itself."),
  })
  .describe("Starts the program so that it waits for VS Code's debugger, and attaches it.");
export type DebugConfig = z.infer<typeof DebugConfig>;

/** What helps the person who writes the server; only the editor acts on it. */
export const DevConfig = z
  .strictObject({ watch, debug: DebugConfig.optional() })
  .describe("For the person who writes this server: restarts it when its files change, and debugs it.");

/** The same for a server at an address, whose program the hub does not start. */
export const HttpDevConfig = z
  .strictObject({ watch })
  .describe("Connects again when files of the server change, for the person who writes it.");
