import { changedEntry } from "../../../core/diagnosis/changedEntry";
import type { EntryChange, Fix, FixCommand, OfferedCertificate } from "../../../core/diagnosis/finding";
import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { CommandId } from "../../manifest/commandTable";
import type { CommandPorts } from "../commandPorts";

type FixPorts = Pick<CommandPorts, "hub" | "settings" | "launches" | "certificates" | "screen">;

/** Does what a fix says; after a change of the entry, the server is connected. Rejects with a `HubError` where it still does not work. */
export async function applyFix(ports: FixPorts, server: ServerId, fix: Fix): Promise<void> {
  switch (fix.kind) {
    case "command": {
      const [command, ...args] = commandOf[fix.command](server);
      await ports.screen.run(command, ...args);
      return;
    }
    case "change":
      return applyChanges(ports, server, fix.changes);
    case "trust-certificate": {
      if (!(await confirmed(ports, server, fix.certificate))) return;
      const file = await ports.certificates.keep(fix.certificate);
      return applyChanges(ports, server, certificateChange(ports, server, file));
    }
  }
}

type EditorCommand = CommandId | "workbench.trust.manage" | "workbench.action.openSettings";

const commandOf: Readonly<Record<FixCommand, (server: ServerId) => readonly [EditorCommand, ...string[]]>> = {
  "sign-in": (server) => ["mcpHub.signIn", server],
  "trust-workspace": () => ["workbench.trust.manage"],
  review: (server) => ["mcpHub.reviewServers", server],
  "set-secret": (server) => ["mcpHub.setSecret", server],
  restart: (server) => ["mcpHub.restartServer", server],
  settings: (server) => ["mcpHub.openServerSettings", server],
  log: (server) => ["mcpHub.showServerLog", server],
  "proxy-settings": () => ["workbench.action.openSettings", "http.proxy"],
};

async function applyChanges(
  { hub, settings, launches, screen }: FixPorts,
  server: ServerId,
  changes: readonly EntryChange[],
): Promise<void> {
  const definition = hub.definition(server);
  const { entry } = definition;
  if (changes.some(({ path }) => path[0] === "enabled")) await settings.setEnabled(server, true);
  else if (entry.kind === "valid") {
    // The person has seen the change, and chosen it. Where an address is another one, they are asked again.
    const isElsewhere = changes.some(({ path }) => path[0] === "url");
    const config = { ...entry.config, ...changedEntry(entry.config, changes) };
    for (const { path, value } of changes)
      if (value === undefined && path.length === 1) Reflect.deleteProperty(config, path[0]);
    if (!isElsewhere) await launches.consent.carry(definition, { ...definition, entry: { ...entry, config } });
    await settings.change(server, changes);
  }
  await hub.connect(server);
  const done = message("diagnose.fixed", "{server} works now", { server });
  screen.done(done);
}

/** Where the entry names the file of the certificate. */
function certificateChange({ hub }: FixPorts, server: ServerId, file: string): readonly EntryChange[] {
  const { entry } = hub.definition(server);
  const hasTls = entry.kind === "valid" && "tls" in entry.config && entry.config.tls !== undefined;
  return [hasTls ? { path: ["tls", "caFile"], value: file } : { path: ["tls"], value: { caFile: file } }];
}

/** Asks before a certificate is trusted that nobody vouches for: anyone who has its key is the server from then on. */
function confirmed(
  { screen }: FixPorts,
  server: ServerId,
  { subject, fingerprint }: OfferedCertificate,
): Promise<boolean> {
  return screen.confirm(
    message("diagnose.trustQuestion", 'Trust this certificate for "{server}"?', { server }),
    message(
      "diagnose.trustDetail",
      "It is the certificate of {subject}. Anyone who has its key can pose as the server. Compare the fingerprint (SHA-256) with the one that its operator tells you: {fingerprint}",
      { subject, fingerprint },
    ),
    message("button.trust", "Trust"),
  );
}
