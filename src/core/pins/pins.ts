import type { ServerInfo } from "../../protocol/connectionState";
import type { PinReason } from "../../protocol/consentEvent";
import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import type { Catalog, Prompt, Tool } from "../catalog/catalog";
import type { PinMode } from "../config/schema/callSettings";
import { definitionDigest } from "../config/schema/definitionDigest";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { Options } from "../config/schema/settings";
import type { Clock } from "../kernel/clock";
import type { Disposable } from "../kernel/disposable";
import type { StateStore } from "../kernel/ports";
import { safeLine, withoutSecretsInJson } from "../kernel/redact";
import { inSlices } from "../kernel/timeSlices";
import { pinModeOf } from "./pinMode";
import { changedAgain, type PinReview } from "./pinReview";
import { holderOf, type NewPin, PinStore, type PinSubject, pinLimits, subjectKey, subjectOf } from "./pinStore";
import { type Present, presentOf } from "./present";
import { unaskedPins } from "./unaskedPins";

export interface PinsParts {
  readonly definition: (server: ServerId) => ServerDefinition;
  readonly catalog: (server: ServerId) => Catalog;
  readonly options: () => Pick<Options, "pin">;
  /** Whether a model may use it without a question: then its first listing is pinned. */
  readonly neverAsks: (server: ServerId, kind: "tool" | "prompt", entry: Tool | Prompt) => boolean;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
  /** Hears of what could not be stored. */
  readonly report: (error: unknown) => void;
}

/** `new`: nobody has agreed to it. `changed`: it is not what somebody agreed to. */
export type PinState = "new" | "same" | "changed";

/**
 * What servers offered when a person agreed to it: tools, prompts and instructions. A pin is kept for an entry of the settings, an account
 * and a name, so that it holds for replicas, remembered catalogs, and a tool that was away for a while.
 */
export class Pins implements Disposable {
  private readonly store: PinStore;
  /** What `server.removed` no longer knows. */
  private readonly entries = new Map<ServerId, string>();
  private readonly accounts = new Map<ServerId, string>();
  private readonly infos = new Map<ServerId, ServerInfo>();
  private readonly holders = new Map<ServerId, { readonly of: ServerDefinition; readonly holder: string }>();
  private readonly pinning = new Map<ServerId, Promise<void>>();
  /** The changes that were published, so that each is said once. */
  private readonly told = new Map<ServerId, Map<string, string>>();

  constructor(private readonly parts: PinsParts) {
    this.store = new PinStore(parts.store, parts.report);
  }

  /** Pins nothing more. */
  dispose(): void {
    this.entries.clear();
  }

  /** Settles when what was listed so far is pinned. */
  async settled(): Promise<void> {
    while (this.pinning.size > 0) await Promise.all(this.pinning.values());
  }

  modeOf(server: ServerId): PinMode {
    return pinModeOf(this.parts.options(), this.parts.definition(server));
  }

  stateOf(server: ServerId, subject: PinSubject, digest: string): PinState {
    const pin = this.store.get(this.holder(server), subject);
    if (!pin) return "new";
    return pin.digest === digest ? "same" : "changed";
  }

  /** Whether models do not get it, because it is not what somebody agreed to. */
  withholds(server: ServerId, subject: PinSubject, digest: string | undefined): boolean {
    if (digest === undefined || this.stateOf(server, subject, digest) !== "changed") return false;
    return this.modeOf(server) === "withhold";
  }

  /** Whether it changed since somebody agreed to it, and changes are looked for. */
  isChanged(server: ServerId, subject: PinSubject, digest: string | undefined): boolean {
    return digest !== undefined && this.stateOf(server, subject, digest) === "changed" && this.modeOf(server) !== "off";
  }

  /** Whether a server still has it as it was when a call began. A server that is away may have it. */
  isStill(server: ServerId, subject: PinSubject, digest: string): boolean {
    const present = this.present(server, subject);
    return present === undefined || present.digest === digest;
  }

  /** Somebody agrees to it as it is. An earlier pin stays: only a review replaces it. */
  agree(server: ServerId, subject: PinSubject, digest: string, by: PinReason): void {
    const present = this.present(server, subject);
    const pins = this.store.of(this.holder(server));
    const isNew = pins.size < pinLimits.pins && !pins.has(subjectKey(subject));
    if (isNew && present?.digest === digest)
      this.add(server, [this.pinOf(subject, present, by)]).catch(this.parts.report);
  }

  /** What a server offers otherwise than it was agreed to. */
  changes(server: ServerId): readonly PinSubject[] {
    if (this.modeOf(server) === "off") return [];
    return [...this.store.of(this.holder(server))].flatMap(([key, { digest }]) => {
      const subject = subjectOf(key);
      const present = this.present(server, subject);
      return present && present.digest !== digest ? [subject] : [];
    });
  }

  /** What a person must see before it can be accepted; `undefined` where nothing changed. */
  review(server: ServerId, subject: PinSubject): PinReview | undefined {
    const holder = this.holder(server);
    const pinned = this.store.get(holder, subject);
    const present = this.present(server, subject);
    if (!pinned || !present || pinned.digest === present.digest) return undefined;
    const before = this.store.text(holder, subject);
    return { server, ...subject, pinned, before, after: withoutSecretsInJson(present.text()), digest: present.digest };
  }

  /** A person saw what changed and accepts it. Rejects where it changed again since then. */
  async accept(server: ServerId, subject: PinSubject, digest: string): Promise<void> {
    const present = this.present(server, subject);
    if (present?.digest !== digest) throw changedAgain(server, subject);
    this.told.get(server)?.delete(subjectKey(subject));
    this.store.put(this.holder(server), [this.pinOf(subject, present, "review")]);
    this.parts.publish({ type: "pin.accepted", server, of: subject.kind, name: safeLine(subject.name), digest });
  }

  /**
   * The person has the hub change an entry, or take it out: what it has become keeps its pins. Gives the way back, for when the entry is
   * again as it was.
   */
  carry(before: ServerDefinition, after?: ServerDefinition): () => void {
    const entry = definitionDigest(before);
    const put = this.store.kept(entry);
    if (after) put(definitionDigest(after));
    return () => put(entry);
  }

  /** Follows what servers list and say, and the accounts they are used with. */
  follow(event: HubEvent): void {
    switch (event.type) {
      case "server.added":
        this.entries.set(event.server, definitionDigest(this.parts.definition(event.server)));
        return;
      case "server.account":
        if (event.account === undefined) this.accounts.delete(event.server);
        else this.accounts.set(event.server, event.account);
        this.holders.delete(event.server);
        return;
      case "server.state":
        if (event.state.kind !== "ready") return;
        this.infos.set(event.server, event.state.info);
        this.listed(event.server, true);
        return;
      case "server.catalog":
        this.listed(event.server, event.stale !== true);
        return;
      case "server.removed":
        this.forget(event.server);
        return;
    }
  }

  private forget(server: ServerId): void {
    const entry = this.entries.get(server);
    if (entry !== undefined) this.store.drop(entry);
    for (const known of [this.entries, this.accounts, this.infos, this.holders, this.told]) known.delete(server);
  }

  /** Compares what a server offers now, and pins what nobody will be asked about. */
  private listed(server: ServerId, isCurrent: boolean): void {
    if (this.modeOf(server) === "off") return;
    if (isCurrent) this.pinSoon(server);
    const told = this.told.get(server) ?? new Map<string, string>();
    this.told.set(server, told);
    const changed = this.changes(server);
    const now = new Set(changed.map(subjectKey));
    for (const key of told.keys()) if (!now.has(key)) told.delete(key);
    for (const subject of changed) {
      const key = subjectKey(subject);
      const digest = this.present(server, subject)?.digest ?? "";
      const pinned = this.store.get(this.holder(server), subject)?.digest ?? "";
      if (told.get(key) === digest) continue;
      told.set(key, digest);
      this.parts.publish({
        type: "pin.changed",
        server,
        of: subject.kind,
        name: safeLine(subject.name),
        pinned,
        digest,
      });
    }
  }

  /** In time slices: a server may list thousands of tools. One listing of a server after the other. */
  private pinSoon(server: ServerId): void {
    const before = this.pinning.get(server);
    const run = Promise.resolve(before)
      .then(() => this.pinUnasked(server))
      .catch(this.parts.report)
      .finally(() => {
        if (this.pinning.get(server) === run) this.pinning.delete(server);
      });
    this.pinning.set(server, run);
  }

  private async pinUnasked(server: ServerId): Promise<void> {
    const isThere = () => this.entries.has(server);
    if (!isThere()) return;
    const { catalog, neverAsks } = this.parts;
    const holder = this.holder(server);
    const pins = this.store.of(holder);
    const pinOf = (subject: PinSubject, present: Present, keepsText: boolean) =>
      this.pinOf(subject, present, "rule", keepsText);
    const instructions = { kind: "instructions", name: "" } as const;
    const said = pins.has(subjectKey(instructions)) ? undefined : this.present(server, instructions);
    const added = await unaskedPins({ server, catalog: catalog(server), pins, neverAsks, pinOf, isThere });
    // An account may have signed in meanwhile; then there was another listing.
    if (!isThere() || this.holder(server) !== holder) return;
    await this.add(server, [...(said ? [pinOf(instructions, said, true)] : []), ...added]);
  }

  private async add(server: ServerId, added: readonly NewPin[]): Promise<void> {
    if (added.length === 0) return;
    this.store.put(this.holder(server), added);
    for await (const { kind, name, pin } of inSlices(added))
      this.parts.publish({ type: "pin.added", server, of: kind, name: safeLine(name), digest: pin.digest, by: pin.by });
  }

  private pinOf(subject: PinSubject, { digest, text }: Present, by: PinReason, keepsText = true): NewPin {
    const pin = { digest, at: this.parts.clock.now(), by };
    return { ...subject, pin, ...(keepsText && { text: withoutSecretsInJson(text()) }) };
  }

  private present(server: ServerId, subject: PinSubject): Present | undefined {
    return presentOf(this.parts.catalog(server), this.infos.get(server) ?? {}, subject);
  }

  private holder(server: ServerId): string {
    const definition = this.parts.definition(server);
    const known = this.holders.get(server);
    if (known?.of === definition) return known.holder;
    const holder = holderOf(definitionDigest(definition), this.accounts.get(server));
    this.holders.set(server, { of: definition, holder });
    return holder;
  }
}
