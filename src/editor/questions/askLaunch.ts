import type { AskLaunch } from "../../core/consent/launchQuestions";
import type { EventStream } from "../../core/hub/eventStream";
import type { ResultFiles } from "../content/resultFiles";
import type { QuestionScreen } from "../ui/questionScreen";
import { launchDocument, launchView, type ShownServer } from "./launchView";
import { askPick } from "./questionPick";

export interface AskLaunchPorts {
  readonly stream: Pick<EventStream, "view">;
  readonly documents: Pick<ResultFiles, "open">;
  readonly screen: QuestionScreen;
}

/** Asks which servers may run: about all of them at once, or about each. Leaving the question without a choice is a no. */
export const askLaunch =
  ({ stream, documents, screen }: AskLaunchPorts): AskLaunch =>
  async (servers, signal) => {
    const label = (id: string) => stream.view.servers.find((one) => one.id === id)?.label ?? id;
    const shown = servers.map((server): ShownServer => ({ ...server, label: label(server.server) }));
    const choice = (asked: readonly ShownServer[]) => {
      const look = async () => {
        await documents.open(launchDocument(asked), { preserveFocus: true });
        return launchView(asked, true);
      };
      return askPick(screen, { view: launchView(asked, false), look }, signal);
    };
    const answer = await choice(shown);
    if (answer === "allow") return servers.map(({ digest }) => digest);
    if (answer !== "choose") return [];
    const allowed: string[] = [];
    for (const server of shown) if ((await choice([server])) === "allow") allowed.push(server.digest);
    return allowed;
  };
