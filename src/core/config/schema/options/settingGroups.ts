import type { Settings } from "../settings";

/** Settings that VS Code shows together, in their order: what is used every day comes first. */
export interface SettingGroup {
  readonly title: string;
  /** Each with what its default means and why it is that. */
  readonly settings: Partial<Readonly<Record<keyof Settings, string>>>;
}

/** Every setting, in exactly one group. */
export const settingGroups: readonly SettingGroup[] = [
  {
    title: "Servers",
    settings: {
      servers: "By default there are none: import them from another app, or add one.",
      follow: "By default none: an import copies, so that a change in another app changes nothing here.",
      start: "By default every server starts with the window, so that its tools are there when a chat begins.",
      registry:
        "By default there is none, so that nothing that you type leaves this machine unless you choose where it goes.",
      inheritEnv:
        "By default none besides those that every program needs, since an environment often holds tokens that a server has no use for.",
      allowedEnvironment:
        "By default none: somebody else may have written the workspace, and such a variable can run any program.",
    },
  },
  {
    title: "Approval",
    settings: {
      approval:
        "By default you are asked about every tool, since a server's own words about its tools are not checked.",
      policy: "By default there are no rules, and `mcpHub.approval` decides.",
      pin: "By default models do not get a changed tool, since a server that was harmless when you allowed it may no longer be.",
      askAfterOtherResults: "Off by default, because it asks often in conversations that use several servers.",
      redact: "By default none: values that look like secrets are masked in any case.",
      policyFile: "By default there is none: most people have no organization that sets rules.",
    },
  },
  {
    title: "Chat",
    settings: {
      chatMaxTurns: "The default is enough for most tasks, and stops a model that keeps repeating itself.",
      resultLimitKb: "The default is about 25,000 tokens, which leaves room for a conversation in most models.",
      services: "By default only the rows that the hub comes with, which know the usual servers.",
    },
  },
  {
    title: "Gateway",
    settings: {
      gateway: "By default only the agent of this editor may, and no other program.",
      profiles: "By default there are none, and every client gets what its token allows.",
      agentTools: "By default the tools that you use most, so that the list fits without your help.",
      agentToolLimit: "The default leaves more than half of what the editor allows to other extensions.",
      gatewayPort: "The default is not among the ports that systems assign on their own, so it is nearly always free.",
    },
  },
  {
    title: "Calls",
    settings: {
      callTimeoutSeconds:
        "The default is a minute, as in the official SDK: few tools need longer without reporting anything.",
      callLimitSeconds: "The default is ten minutes, so that a call that only reports progress ends at some point.",
      retries: "By default twice: most short failures are over by then, and lasting ones show soon.",
      runAsTask: "On by default, because long calls then survive a lost connection.",
      taskLimitSeconds: "The default is an hour, since tasks are made for work that takes long.",
      maxConcurrentCalls: "The default is more than a person and an agent need, and few enough for a small server.",
      maxQueuedCalls: "The default only stops callers that are out of control.",
      callsPerMinute: "By default there is no limit, since most servers have none or say when it is reached.",
      callsPerSecond: "By default there is no limit, for the same reason as for a minute.",
      burst: "By default as many as in a second, so that the limits hold from the first call on.",
      adaptiveRate: "On by default: such a server soon refuses everything.",
      cacheSeconds:
        "By default no answer is used again, since only you know for which tools an older answer is good enough.",
      cachePreset: "By default nothing is kept, for the same reason.",
      staleAnswerSeconds: "By default never: an old answer can be worse than none.",
      cacheMegabytes: "The default is little compared with what the editor itself needs.",
      cacheEntries: "The default bounds small answers, which memory alone would not.",
      retryDelayMs: "The default is short enough that nobody notices one retry.",
      retryMaxDelayMs: "The default keeps a call well within its time limit.",
      breakerFailures: "By default after five: random failures rarely come five in a row.",
      breakerCoolDownSeconds: "The default gives most services time to come back.",
      breakerFailurePercent: "By default only failures in a row count, which needs no knowledge of the server.",
      breakerLeastCalls: "By default ten: a share of fewer calls says little.",
      breakerWindowSeconds: "The default is a minute, so that what is long over does not count.",
      rateLimitRules: "By default there are none: most servers report a limit as an error, which is recognized.",
    },
  },
  {
    title: "Connections",
    settings: {
      connectTimeoutSeconds:
        "The default is enough for most programs; the first start of a package, which is downloaded then, may take longer.",
      idleShutdownSeconds: "By default servers keep running, so that a call does not wait for a start.",
      healthCheckSeconds: "The default notices a server that hangs within a few minutes, and costs next to nothing.",
      signInTimeoutSeconds: "The default gives you time to find a password or a second factor.",
      caFile: "By default only the certificates of the system count.",
      messageLimitMb: "The default is far more than a model can read, and far less than the memory of the editor.",
      connectAttempts: "By default five, within a few seconds: a server that is only starting is ready by then.",
      recoveryWaitSeconds: "The default covers a restart of most services, so that calls only wait.",
      maxConcurrentStarts: "The default keeps the editor fast while many programs start.",
      connectRetryDelayMs: "The default is short, because a program that fails once often starts at the next attempt.",
      connectRetryMaxDelayMs:
        "With the default number of attempts it is never reached; it bounds the waits where you allow more.",
      reconnectMaxDelaySeconds: "The default finds a service soon after it is back, and does not burden it.",
      healthTimeoutSeconds: "The default is long for a check that does nothing, also over a slow network.",
      healthSlowMs: "By default two seconds, which a person notices in every call.",
    },
  },
  {
    title: "Questions",
    settings: {
      askLimitSeconds: "The default gives you time to read and think, while the server waits.",
      samplingPerMinute: "The default is enough for one task, and bounds what a server can spend on your account.",
    },
  },
  {
    title: "Audit",
    settings: {
      audit: "By default records are written in batches, which costs calls no time.",
      auditContent: "By default only digests, which show that nothing was changed and give no content away.",
      auditDays: "The default is three months, which covers most questions about what happened.",
      auditMegabytes: "The default bounds the record even if very many calls are made.",
    },
  },
  {
    title: "Operations",
    settings: {
      alerts: "By default the hub's log says so, and nothing leaves the machine.",
      jsonLog: "On by default, because it is the only log of the hub that programs can read.",
      history: "Off by default: what tools were given and answered stays in memory, and goes with the window.",
      historyDays: "The default is a week, so that you find yesterday's call and last week's.",
      historyMegabytes: "The default holds a few thousand calls of a server.",
      otlpEndpoint: "By default nothing is sent: what you do stays on this machine.",
    },
  },
];
