import * as z from "zod";

/** The settings of the address at which other programs use the hub's servers. */
export const gatewaySettings = {
  gateway: z
    .enum(["off", "agent", "on"])
    .default("agent")
    .meta({
      enumDescriptions: [
        "Nobody. The hub does not listen at any address.",
        "The agent of this editor, each window its own.",
        "The agent of this editor, and other programs: those that you add as clients. One window at a time answers them.",
      ],
    })
    .describe("Who may use your servers through an address of this computer (127.0.0.1)."),
  gatewayPort: z
    .int()
    .min(1024)
    .max(65_535)
    .default(24_319)
    .describe(
      "The port at which other programs reach your servers while `mcpHub.gateway` is `on`. It stays the same across reloads and updates. If you change it, set up your clients again.",
    ),
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
