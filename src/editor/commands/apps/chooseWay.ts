import type { Grant } from "../../../core/apps/use/appClients";
import type { KnownApp } from "../../../core/apps/use/appUse";
import { copiedApps, isWritten, type Way, waysOf } from "../../../core/apps/use/ways";
import { folderName } from "../../../core/config/schema/filePath";
import type { Reply } from "../../../core/forms/fillForm";
import { message } from "../../../protocol/message";
import { itemText } from "../../ui/plainText";
import type { Asking, ChoiceItem, InputStep } from "../../ui/quickInput";
import type { AppCommandPorts } from "./proposalWalk";
import { appText, mustOpen, shownPath, wayText } from "./useFromText";

/** What a person has chosen for an app. */
export interface ChosenWay {
  readonly known: KnownApp;
  readonly way: Way;
  readonly grant: Grant;
}

/** Asks for the app, the way and what it may use; Back leads to the question before. `undefined` after a cancel. */
export async function chooseWay(
  asking: Asking,
  title: string,
  { use, system, gateway, profiles }: Pick<AppCommandPorts, "use" | "system" | "gateway" | "profiles">,
): Promise<ChosenWay | undefined> {
  return choose(await allApps());

  async function allApps(): Promise<readonly KnownApp[]> {
    const known = await use.apps();
    const rank = ({ isHere, uses }: KnownApp) => (isHere || uses.length > 0 ? 0 : 1);
    const pasted = copiedApps.map((app): KnownApp => {
      const [userFile] = app.files(system());
      return { app, found: [], isHere: true, uses: [], ...(userFile && { userFile }) };
    });
    return [...known.toSorted((a, b) => rank(a) - rank(b)), ...pasted];
  }

  async function choose(all: readonly KnownApp[]): Promise<ChosenWay | undefined> {
    const totalSteps = 3;
    let known: KnownApp | undefined;
    let way: Way | undefined;
    for (let step = 1; ; ) {
      if (step === 1 || !known) {
        const placeholder = message("apps.pickApp", "Select the app that should use your servers");
        const reply = await asking.choice({ title, placeholder, step: 1, totalSteps }, all.map(appItem), known);
        if (reply.kind !== "value") return undefined;
        known = reply.value;
        way = undefined;
        step = 2;
      }
      const about = `${title} ${known.app.name}`;
      const ways = waysOf(known);
      if (step === 2) {
        const [only] = ways;
        if (ways.length === 1) way = only;
        else {
          const placeholder = message("apps.pickWay", "Select where, and how it reaches the hub");
          const before = ways.find(({ file, form }) => form === way?.form && file.level === way.file.level);
          const reply = await asking.choice(
            { title: about, placeholder, step: 2, totalSteps },
            ways.map(wayItem),
            before,
          );
          if (reply.kind === "back") step = 1;
          else if (reply.kind !== "value") return undefined;
          else way = reply.value;
          if (step === 1) continue;
        }
        const reply = way && (await inFolder(known, way, { title: about, step: 2, totalSteps }));
        if (reply?.kind === "back") {
          way = undefined;
          step = ways.length === 1 ? 1 : 2;
          continue;
        }
        if (reply?.kind !== "value") return undefined;
        way = reply.value;
        step = 3;
      }
      if (!way) return undefined;
      if (way.form === "program") return { known, way, grant: {} };
      const placeholder = mustOpen(way.form, gateway())
        ? message(
            "apps.pickGrantOpen",
            "Select what it may use. The gateway for other programs is off, and is turned on with it.",
          )
        : message("apps.pickGrant", "Select what it may use");
      const reply = await asking.choice({ title: about, placeholder, step: 3, totalSteps }, grants(profiles()));
      if (reply.kind === "value") return { known, way, grant: reply.value };
      if (reply.kind !== "back") return undefined;
      step = ways.length === 1 ? 1 : 2;
    }
  }

  /** The way in the folder that the person picks, where its file is one of the project and there are several folders. */
  async function inFolder({ app }: KnownApp, way: Way, step: InputStep): Promise<Reply<Way>> {
    const { folders } = system();
    if (!folders || way.file.level !== "project") return { kind: "value", value: way };
    const items = folders.map((folder) => ({
      label: itemText(folderName(folder)),
      detail: itemText(folder, 200),
      value: folder,
    }));
    const placeholder = message("apps.pickFolder", "Select the folder whose file gets the hub");
    const reply = await asking.choice({ ...step, placeholder }, items);
    if (reply.kind !== "value") return reply;
    const there = (await use.apps(reply.value)).find((known) => known.app.id === app.id);
    const same = there && waysOf(there).find(({ file, form }) => file.level === "project" && form === way.form);
    return same ? { kind: "value", value: same } : { kind: "cancel" };
  }

  function wayItem(way: Way): ChoiceItem<Way> {
    const { label, detail } = wayText(way);
    const { path } = way.file;
    return {
      label,
      detail,
      ...(isWritten(way.file) &&
        !(way.file.level === "project" && system().folders) && {
          description: itemText(shownPath(path, system()), 200),
        }),
      value: way,
    };
  }
}

const appItem = (known: KnownApp): ChoiceItem<KnownApp> => ({
  label: itemText(known.app.name),
  description: appText(known),
  value: known,
});

const grants = (profiles: readonly string[]): readonly ChoiceItem<Grant>[] => [
  {
    label: message("apps.grant.all", "All Servers and Tools"),
    detail: message("apps.grant.allDetail", "Your rules and approvals apply to it, as to everything else."),
    value: {},
  },
  {
    label: message("apps.grant.readOnly", "Only Tools That Change Nothing"),
    detail: message("apps.grant.readOnlyDetail", "Those that you mark so, and those that a server you trust marks so."),
    value: { scopes: [{ readOnly: true }] },
  },
  ...profiles.map((profile) => ({
    label: message("apps.grant.profile", 'Profile "{profile}"', { profile: itemText(profile) }),
    detail: message("apps.grant.profileDetail", 'What "mcpHub.profiles" chooses, also after you change it there.'),
    value: { profile },
  })),
];
