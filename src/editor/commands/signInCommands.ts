import type { Account } from "../../core/auth/credentialStore";
import { maySignIn } from "../../core/auth/maySignIn";
import type { DoctorStep } from "../../core/auth/signIns";
import type { ServerId } from "../../protocol/hubEvent";
import type { ServerView } from "../../protocol/hubView";
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { doctorText, signInDone, signInTitle } from "../signIn/signInText";
import { itemText } from "../ui/plainText";
import type { Busy } from "../ui/screen";
import { withViewProgress } from "../ui/viewProgress";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

type SignInCommand =
  | "mcpHub.signIn"
  | "mcpHub.signOut"
  | "mcpHub.switchAccount"
  | "mcpHub.forgetSignIns"
  | "mcpHub.signInDoctor";

type SignInPorts = Pick<CommandPorts, "hub" | "stream" | "signIns" | "documents" | "showFailure" | "screen">;

const never = () => new AbortController().signal;
const another = "another" as const;

/** Commands that sign in and out, and diagnose a failing sign-in. */
export function signInCommands(ports: SignInPorts): Pick<Commands, SignInCommand> {
  const { hub, stream, signIns, documents, showFailure, screen } = ports;

  const isRemote = ({ id, state }: ServerView): boolean => {
    const { entry } = hub.definition(id);
    return (
      entry.kind === "valid" && "url" in entry.config && /^http|^\$/i.test(entry.config.url) && state.kind !== "stopped"
    );
  };
  const hasAccount = (server: ServerView): boolean => isRemote(server) && maySignIn(hub.definition(server.id));
  const chosen = async (argument: unknown, title: string, fits = isRemote): Promise<ServerId | undefined> =>
    targetOf(argument).server ??
    pickServer(ports, title, fits, message("signIn.noServers", "No running server uses HTTP."));

  /** Signs in while a notification lets the person cancel. A server whose method has no account restarts. */
  const signIn = async (server: ServerId, asAnother: boolean): Promise<void> => {
    const method = await signIns.method(server, never());
    const enter = async ({ signal }: Busy) => {
      const account = await signIns.signIn(server, signal, asAnother);
      if (account === undefined) await hub.restart(server);
      return account;
    };
    const name = await screen.busy(signInTitle(server, method), enter, method === "oauth");
    screen.done(signInDone(server, name));
    if (name !== undefined) await reconnect(server, asAnother);
  };

  /** Reconnects after a sign-in. A ready connection uses the new tokens, but another account needs a new connection. */
  const reconnect = async (server: ServerId, isOtherAccount: boolean): Promise<void> => {
    const { state } = stream.view.servers.find(({ id }) => id === server) ?? {};
    if (isOtherAccount) await hub.restart(server);
    else if (state?.kind !== "ready") await hub.connect(server);
  };

  return {
    "mcpHub.signIn": async (argument) => {
      const server = await chosen(argument, message("command.signIn", "Sign In"));
      if (server !== undefined) await withViewProgress(screen, server, showFailure, () => signIn(server, false));
    },
    "mcpHub.signOut": async (argument) => {
      const server = await chosen(argument, message("command.signOut", "Sign Out"), hasAccount);
      if (server === undefined) return;
      await withViewProgress(screen, server, showFailure, async () => {
        const { account, revoked } = await signIns.signOut(server, never());
        const values = { account, server };
        const text = revoked
          ? message(
              "signIn.signedOutRevoked",
              "{account} was signed out of {server}, and the tokens were revoked.",
              values,
            )
          : message("signIn.signedOut", "{account} was signed out of {server}.", values);
        screen.say(text);
        await hub.disconnect(server);
      });
    },
    "mcpHub.switchAccount": async (argument) => {
      const server = await chosen(argument, message("command.switchAccount", "Switch Account"), hasAccount);
      if (server === undefined) return;
      const { accounts, current } = await signIns.accounts(server, never());
      const items = [...accounts.map((account) => accountItem(account, current)), anotherItem()];
      const reply = await screen.choice<Account | typeof another>(
        {
          title: message("signIn.switchTitle", "Switch Account of {server}", { server }),
          placeholder: message("signIn.chooseAccount", "Select an account for this workspace"),
        },
        items,
      );
      if (reply.kind !== "value") return;
      const { value } = reply;
      await withViewProgress(screen, server, showFailure, async () => {
        if (value === another) return signIn(server, true);
        await signIns.use(server, value, never());
        await reconnect(server, true);
      });
    },
    "mcpHub.forgetSignIns": async () => {
      const isSure = await screen.confirm(
        message("signIn.forgetAll", "Forget all sign-ins to MCP servers?"),
        message(
          "signIn.forgetAllDetail",
          "Tokens and client registrations are deleted from secret storage. Servers will ask you to sign in again.",
        ),
        message("button.forget", "Forget"),
      );
      if (!isSure) return;
      const title = message("signIn.forgetting", "Forgetting all sign-ins");
      const { count, revoked } = await screen.busy(title, () => signIns.forgetAll(never()), false);
      screen.say(
        count === 1
          ? message("signIn.oneForgotten", "1 sign-in was forgotten. Revoked at the sign-in service: {revoked}.", {
              revoked,
            })
          : message("signIn.forgotten", "{count} sign-ins were forgotten. Revoked at the sign-in service: {revoked}.", {
              count,
              revoked,
            }),
      );
    },
    "mcpHub.signInDoctor": async (argument) => {
      const server = await chosen(argument, message("command.signInDoctor", "Sign-in Doctor"));
      if (server === undefined) return;
      await withViewProgress(screen, server, showFailure, async () => {
        const steps: DoctorStep[] = [];
        for await (const step of signIns.diagnose(server, never())) steps.push(step);
        await documents.open({ name: `${server} sign-in.md`, text: doctorText(server, steps), isRendered: true });
      });
    },
  };
}

const accountItem = (account: Account, current: Account | undefined) => ({
  label: `$(account) ${itemText(account.name)}`,
  description: account.id === current?.id ? message("signIn.current", "used in this workspace") : "",
  detail: itemText(account.issuer),
  value: account,
});

const anotherItem = () => ({
  label: `$(add) ${message("signIn.another", "Sign in with another account…")}`,
  value: another,
});
