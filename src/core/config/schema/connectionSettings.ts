import * as z from "zod";

const whole = (min: number, max: number, words: string) => z.int().min(min).max(max).describe(words);

/** Settings that exist for all servers and for one server. */
const ofServer = {
  connectTimeoutSeconds: whole(
    1,
    600,
    "Seconds that one attempt to connect may take, including the time to read the server's lists.",
  ),
  start: z
    .enum(["eager", "lazy", "manual"])
    .describe("When a server starts.")
    .meta({
      enumDescriptions: [
        "With the window.",
        "At the first use; the last known tools are listed until then.",
        "When you connect it.",
      ],
    }),
  idleShutdownSeconds: whole(
    0,
    86_400,
    "Seconds without a call after which a server is stopped until its next use. 0: never.",
  ),
  healthCheckSeconds: whole(0, 3600, "Seconds between two checks that a ready server still answers. 0: no checks."),
};

/** The settings of connections for all servers, with their defaults. */
export const connectionSettings = {
  start: ofServer.start.default("eager"),
  connectTimeoutSeconds: ofServer.connectTimeoutSeconds.default(30),
  maxConcurrentStarts: whole(
    1,
    1000,
    "How many programs start at the same time; the others wait for their turn, which does not count toward any time limit.",
  ).default(8),
  connectAttempts: whole(1, 20, "How often to try to connect before a server counts as failed.").default(5),
  connectRetryDelayMs: whole(
    10,
    60_000,
    "Milliseconds to wait after the first failed attempt to connect; doubles with each attempt.",
  ).default(100),
  connectRetryMaxDelayMs: whole(
    10,
    600_000,
    "The longest wait between two attempts to connect, in milliseconds.",
  ).default(10_000),
  reconnectMaxDelaySeconds: whole(
    1,
    3600,
    "The longest wait between two attempts to reach a remote server that has gone away, in seconds.",
  ).default(30),
  recoveryWaitSeconds: whole(
    0,
    600,
    "Seconds that a remote server may be away before it counts as failed. Attempts go on, but calls no longer wait.",
  ).default(10),
  idleShutdownSeconds: ofServer.idleShutdownSeconds.default(0),
  healthCheckSeconds: ofServer.healthCheckSeconds.default(30),
  healthTimeoutSeconds: whole(
    1,
    600,
    "Seconds that a server may take to answer a health check. After three failed checks in a row it is reconnected.",
  ).default(10),
  healthSlowMs: whole(
    1,
    600_000,
    "A server that takes longer than this to answer a health check is shown as slow, in milliseconds.",
  ).default(2000),
};

/** What is asked for once the server is ready for the first time. */
const WarmUpConfig = z.strictObject({
  resources: z
    .array(z.string().min(1).max(4096))
    .max(20)
    .optional()
    .describe("Addresses of resources that the server lists; each is read once."),
  calls: z
    .array(
      z.strictObject({
        tool: z.string().min(1).describe("The tool's name."),
        args: z.record(z.string(), z.unknown()).optional().describe("Its arguments."),
      }),
    )
    .max(20)
    .optional()
    .describe("Tools that change nothing and may run without a question; each answer is kept as cacheSeconds says."),
});
export type WarmUpConfig = z.infer<typeof WarmUpConfig>;

/** The connection settings that a server's entry may contain. Each wins over the setting of the same name. */
const ofKeeping = z.object(ofServer).partial().shape;

/** Everything about connections that a server's entry may contain, except `replicas`. Each key is optional. */
export const serverConnectionSettings = {
  ...ofKeeping,
  roots: z
    .union([z.literal("workspace"), z.array(z.string().min(1).max(4096)).max(100)])
    .optional()
    .describe(
      "The folders that the server is told of (MCP roots): `workspace`, or a list of full paths and `file:` addresses; an empty list is none. Without it: the open folders, or the folder whose settings have this entry. Variables: `${workspaceFolder}`, `${workspaceFolder:NAME}`, `${userHome}`, `${env:NAME}`.",
    ),
  balance: z
    .enum(["first-healthy", "round-robin"])
    .optional()
    .describe("How calls are spread over `replicas`: all to the first that is healthy, or to each in turn."),
  connections: whole(
    1,
    16,
    "How many processes of, or sessions with, this server are kept; each call goes to the least busy one.",
  ).optional(),
  warmUp: z
    .union([z.boolean(), WarmUpConfig])
    .optional()
    .describe(
      "Makes the server ready at the start, even if it would otherwise start at its first use: all its connections and lists, and the resources and answers that are named here.",
    ),
};

/** Keys of an entry that change how a connection is kept, or what the server is told, and not what is run. Changing them does not restart the server. */
export const connectionSettingKeys: ReadonlySet<string> = new Set([...Object.keys(ofKeeping), "roots", "warmUp"]);
