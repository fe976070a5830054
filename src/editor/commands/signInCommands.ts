import * as vscode from "vscode";
import type { Account } from "../../core/auth/credentialStore";
import type { DoctorStep } from "../../core/auth/signIns";
import type { ServerId } from "../../protocol/hubEvent";
import type { ServerView } from "../../protocol/hubView";
import type { Commands } from "../manifest/commandTable";
import { doctorText, signInDone, signInTitle } from "../signIn/signInText";
import { itemText, noticeText } from "../ui/plainText";
import { askChoice } from "../ui/quickInput";
import { toSignal } from "../ui/signal";
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

const never = () => new AbortController().signal;
const another = "another" as const;

/** Signing in and out, and finding out why it does not work. */
export function signInCommands(ports: CommandPorts): Pick<Commands, SignInCommand> {
  const { hub, stream, signIns, documents, showFailure } = ports;

  const isRemote = ({ id, state }: ServerView): boolean => {
    const { entry } = hub.definition(id);
    return (
      entry.kind === "valid" && "url" in entry.config && /^http|^\$/i.test(entry.config.url) && state.kind !== "stopped"
    );
  };
  const chosen = async (argument: unknown, title: string): Promise<ServerId | undefined> =>
    targetOf(argument).server ?? pickServer(stream, title, isRemote, "No server that is reached over HTTP is running.");

  /** The person is in the browser meanwhile: the notification is where they give up. Where none is needed, the server restarts. */
  const signIn = async (server: ServerId, asAnother: boolean): Promise<void> => {
    const method = await signIns.method(server, never());
    const title = signInTitle(server, method);
    const name = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: method === "oauth" },
      async (_, token) => {
        const account = await signIns.signIn(server, toSignal(token), asAnother);
        if (account === undefined) await hub.restart(server);
        return account;
      },
    );
    vscode.window.setStatusBarMessage(`$(check) ${signInDone(server, name)}`, 5000);
    if (name !== undefined) await reconnect(server, asAnother);
  };

  /** A line that is up goes on with the new tokens; another account needs a line of its own. */
  const reconnect = async (server: ServerId, anew: boolean): Promise<void> => {
    const { state } = stream.view.servers.find(({ id }) => id === server) ?? {};
    if (anew) await hub.restart(server);
    else if (state?.kind !== "ready") await hub.connect(server);
  };

  return {
    "mcpHub.signIn": async (argument) => {
      const server = await chosen(argument, "Sign In");
      if (server !== undefined) await withViewProgress(server, showFailure, () => signIn(server, false));
    },
    "mcpHub.signOut": async (argument) => {
      const server = await chosen(argument, "Sign Out");
      if (server === undefined) return;
      await withViewProgress(server, showFailure, async () => {
        const { account, revoked } = await signIns.signOut(server, never());
        const there = revoked ? " The sign-in service was told." : "";
        void vscode.window.showInformationMessage(noticeText(`${account} is signed out of ${server}.${there}`));
        await hub.disconnect(server);
      });
    },
    "mcpHub.switchAccount": async (argument) => {
      const server = await chosen(argument, "Switch Account");
      if (server === undefined) return;
      const { accounts, current } = await signIns.accounts(server, never());
      const items = [...accounts.map((account) => accountItem(account, current)), anotherItem];
      const reply = await askChoice<Account | typeof another>(
        { title: `Switch Account of ${server}`, placeholder: "Choose an account for this workspace" },
        items,
      );
      if (reply.kind !== "value") return;
      const { value } = reply;
      await withViewProgress(server, showFailure, async () => {
        if (value === another) return signIn(server, true);
        await signIns.use(server, value, never());
        await reconnect(server, true);
      });
    },
    "mcpHub.forgetSignIns": async () => {
      const forget = "Forget";
      const answer = await vscode.window.showWarningMessage(
        "Forget every sign-in to every MCP server?",
        {
          modal: true,
          detail: "Tokens and registrations are removed from secret storage. Servers will ask for a sign-in again.",
        },
        forget,
      );
      if (answer !== forget) return;
      const { count, revoked } = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: "Forgetting every sign-in" },
        () => signIns.forgetAll(never()),
      );
      const there = revoked === 0 ? "" : ` The sign-in services were told of ${revoked}.`;
      const what = count === 1 ? "1 sign-in is forgotten." : `${count} sign-ins are forgotten.`;
      void vscode.window.showInformationMessage(`${what}${there}`);
    },
    "mcpHub.signInDoctor": async (argument) => {
      const server = await chosen(argument, "Sign-in Doctor");
      if (server === undefined) return;
      await withViewProgress(server, showFailure, async () => {
        const steps: DoctorStep[] = [];
        for await (const step of signIns.diagnose(server, never())) steps.push(step);
        await documents.open({ name: `${server} sign-in.md`, text: doctorText(server, steps) });
      });
    },
  };
}

const accountItem = (account: Account, current: Account | undefined) => ({
  label: `$(account) ${itemText(account.name)}`,
  description: account.id === current?.id ? "used in this workspace" : "",
  detail: itemText(account.issuer),
  value: account,
});

const anotherItem = { label: "$(add) Sign in as someone else…", value: another } as const;
