import { folderName } from "../../config/schema/filePath";
import { HubError } from "../../kernel/hubError";
import type { StateStore } from "../../kernel/ports";
import type { App, AppFile } from "../app";
import { type FoundApp, foundApps } from "../appFiles";
import { type Offer, type PlannedChange, plannedChange, plannedRemoval } from "../plannedChange";
import { projectOf, type System } from "../system";
import type { AppClients, Grant } from "./appClients";
import type { AppFiles, SavedFile } from "./appFilePorts";
import { ClientRecords } from "./clientRecords";
import { hubNameIn, nameFor, standIn, tokensIn } from "./hubEntry";
import { isWritten, variableOf, type Way } from "./ways";

/** An app, and which of its files have the hub. */
export interface KnownApp extends FoundApp {
  /** The app has a file, or the folder for the person's file: it seems to be installed. */
  readonly isHere: boolean;
  readonly uses: readonly AppFile[];
}

/** A change as a person is shown it, before anything is written. */
export interface Proposal {
  readonly kind: "proposal";
  readonly app: App;
  readonly file: AppFile;
  /** How the app will reach the hub; missing where the hub is taken out. */
  readonly form?: Way["form"];
  readonly name: string;
  /** `undefined`: there is no file. */
  readonly before: string | undefined;
  /** With words in the place of a token, which is made when it is written. */
  readonly after: string;
  readonly replacesOther: boolean;
  readonly next: readonly string[];
}

/** Why there is nothing to show, and where in the file. */
export type Refusal = Extract<PlannedChange, { kind: "refused" }>;

/** An entry to be pasted. It holds its token, unless `token` is there: that goes into a variable. */
export interface Copied {
  readonly text: string;
  readonly token?: string;
  /** What the person does next. */
  readonly next: readonly string[];
}

/** What was done. */
export interface Done {
  readonly kind: "done";
  readonly backup?: string;
  /** The token that a person puts into a variable, known this once. */
  readonly token?: string;
  /** Puts back what was there, and revokes what was made for it. */
  undo(): Promise<Undone>;
}

export type Undone =
  /** `token`: what was there needs a variable, whose token is now this one. */
  | { readonly kind: "undone"; readonly token?: string }
  /** The file is another one by now, and was left alone. */
  | { readonly kind: "changed" };

export interface AppUsePorts {
  readonly files: AppFiles;
  readonly clients: AppClients;
  readonly state: StateStore;
  readonly system: () => System;
  /** The program that attaches to a running hub, for a file of the user or of a project. */
  program(level: AppFile["level"]): Promise<Offer["program"]>;
}

/** Lets other apps use the hub, and ends that. Methods reject with a `HubError`. */
export class AppUse {
  private readonly records: ClientRecords;

  constructor(private readonly ports: AppUsePorts) {
    this.records = new ClientRecords(ports.state);
  }

  /** Every app that the hub can write into, with what is there of it. `workspace`: the folder of the project, where it is not the first. */
  async apps(workspace?: string): Promise<readonly KnownApp[]> {
    const { files, system } = this.ports;
    const found = await foundApps({ ...system(), ...(workspace !== undefined && { workspace }) }, files);
    return Promise.all(
      found.map(async (app) => ({ ...app, isHere: await this.isHere(app), uses: await this.usesOf(app) })),
    );
  }

  /** What would be written. Nothing is made for it. */
  async propose(app: App, { file, form }: Way): Promise<Proposal | Refusal> {
    const before = isWritten(file) ? await this.ports.files.load(file.path) : undefined;
    const name = nameFor(file, before ?? "");
    const offer = await this.offer(app, { file, form }, form === "token" ? standIn : undefined);
    const change = plannedChange(app, file, before ?? "", name, offer);
    return change.kind === "refused" ? change : { ...change, kind: "proposal", app, file, form, name, before };
  }

  /** What would be left without the hub. */
  async proposeRemoval(app: App, file: AppFile): Promise<Proposal | Refusal> {
    const before = await this.ports.files.load(file.path);
    const name = hubNameIn(file, before ?? "") ?? nameFor(file, "");
    const change = plannedRemoval(app, file, before ?? "", name);
    return change.kind === "refused" ? change : { ...change, kind: "proposal", app, file, name, before };
  }

  /** The entry alone, to be pasted by the person. A client is made for it, where it needs one. */
  async copy(app: App, { file, form }: Way, grant: Grant): Promise<Copied> {
    const { clients } = this.ports;
    const made = form === "program" ? undefined : await clients.add({ name: this.clientName(app, file), ...grant });
    const change = plannedChange(app, file, "", nameFor(file, ""), await this.offer(app, { file, form }, made?.token));
    if (change.kind === "change")
      return { text: change.after, next: change.next, ...(form === "variable" && made && { token: made.token }) };
    if (made) await this.revoke(made.id);
    throw new HubError("bad-config", change.reason);
  }

  /** Writes or removes what was proposed: "changed" if the file is no longer what the proposal began with; nothing has happened then. */
  async write(proposal: Proposal, grant: Grant = {}): Promise<Done | "changed"> {
    const { files, clients } = this.ports;
    const { app, file, form, before } = proposal;
    const { path } = file;
    if ((await files.load(path)) !== before) return "changed";
    const isClient = form === "token" || form === "variable";
    const made = isClient ? await clients.add({ name: this.clientName(app, file), ...grant }) : undefined;
    const revoke = async () => made && this.revoke(made.id);
    let saved: SavedFile | "changed";
    try {
      const after = await this.finalText(proposal, made?.token);
      saved = await files.save({ path, before, after, isPrivate: form === "token" });
    } catch (error) {
      await revoke();
      throw error;
    }
    if (saved === "changed") {
      await revoke();
      return "changed";
    }
    return this.done(proposal, saved, made);
  }

  private async done(proposal: Proposal, saved: SavedFile, made?: { id: string; token: string }): Promise<Done> {
    const { clients } = this.ports;
    const { file, form, before } = proposal;
    const { path } = file;
    const record = this.records.of(path);
    const isNew = before === undefined || record?.isNew;
    const retired = await this.retire(before ?? "", record?.client);
    if (form === undefined) await this.records.remove(path);
    else await this.records.put({ path, ...(made && { client: made.id }), ...(isNew && { isNew }) });
    return {
      kind: "done",
      ...(saved.backup !== undefined && { backup: saved.backup }),
      ...(form === "variable" && made && { token: made.token }),
      undo: async () => {
        const revived = retired && (await clients.add(retired.client));
        const text = revived && retired.token !== undefined ? before?.replaceAll(retired.token, revived.token) : before;
        const undone = await saved.undo(text);
        if (undone === "changed") {
          if (revived) await this.revoke(revived.id);
          return { kind: "changed" };
        }
        if (made) await this.revoke(made.id);
        if (record || revived) await this.records.put({ ...record, path, ...(revived && { client: revived.id }) });
        else await this.records.remove(path);
        return { kind: "undone", ...(revived && retired.token === undefined && { token: revived.token }) };
      },
    };
  }

  /** Revokes the client that a file had, and says what to give one that takes its place. */
  private async retire(before: string, recorded: string | undefined) {
    const { clients } = this.ports;
    const token = tokensIn(before).find((one) => clients.idOf(one) !== undefined);
    const id = token === undefined ? recorded : clients.idOf(token);
    const client = (await clients.list()).find((one) => one.id === id);
    if (!client) return undefined;
    await this.revoke(client.id);
    const { name, scopes, profile } = client;
    return { client: { name, ...(scopes && { scopes }), ...(profile !== undefined && { profile }) }, token };
  }

  /** A person may have revoked it before. */
  private async revoke(id: string): Promise<void> {
    const { clients } = this.ports;
    if ((await clients.list()).some((client) => client.id === id)) await clients.revoke(id);
  }

  private async finalText(proposal: Proposal, token: string | undefined): Promise<string | undefined> {
    const { app, file, form, name, after, before = "" } = proposal;
    // A file that the hub has made goes with the hub's entry.
    if (form === undefined) return after === "" && this.records.of(file.path)?.isNew ? undefined : after;
    if (form !== "token") return after;
    const change = plannedChange(app, file, before, name, await this.offer(app, { file, form }, token));
    if (change.kind === "change") return change.after;
    throw new HubError("bad-config", change.reason);
  }

  private async isHere({ found, userFile }: FoundApp): Promise<boolean> {
    const { files, system } = this.ports;
    const folder = userFile?.path.replace(/[\\/][^\\/]*$/, "");
    if (found.some(({ level }) => level === "user")) return true;
    return folder !== undefined && folder !== system().home && files.exists(folder);
  }

  private async usesOf({ found }: FoundApp): Promise<readonly AppFile[]> {
    const uses = await Promise.all(
      found.map(async (file) => hubNameIn(file, (await this.ports.files.read(file.path)) ?? "") !== undefined),
    );
    return found.filter((_, at) => uses[at]);
  }

  private async offer(app: App, { file, form }: Way, token: string | undefined): Promise<Offer> {
    const { clients, program } = this.ports;
    return {
      ...(form !== "program" && { url: await clients.address() }),
      ...(token !== undefined && { token }),
      variable: variableOf(app),
      program: await program(file.level),
    };
  }

  /** Two projects have a client each. */
  private clientName({ name }: App, { level, path }: AppFile): string {
    const project = level === "project" ? projectOf(this.ports.system(), path) : undefined;
    return project === undefined ? name : `${name} (${folderName(project)})`;
  }
}
