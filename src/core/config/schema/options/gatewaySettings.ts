import * as z from "zod";

/** The settings of the address at which other programs use the hub's servers. */
export const gatewaySettings = {
  gateway: z
    .enum(["off", "agent"])
    .default("agent")
    .meta({
      enumDescriptions: ["Nobody. The hub listens at no address.", "The agent of this editor, each window its own."],
    })
    .describe("Who may use your servers through an address of this computer (127.0.0.1)."),
  agentTools: z
    .array(
      z
        .string()
        .max(500)
        .regex(/^.+\/.+$/),
    )
    .max(500)
    .default([])
    .describe(
      'The tools that the agent of this editor gets directly, each as `server/tool`; `*` stands for any text. Empty: those that you use most. It finds and calls all others with the tools of the hub. Example: `["github/*", "files/read_file"]`.',
    ),
  agentToolLimit: z
    .int()
    .min(0)
    .max(128)
    .default(60)
    .describe(
      "How many tools the agent of this editor gets directly. The editor allows 128 in all, with those of other extensions.",
    ),
};
