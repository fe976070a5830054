import type { ServerId } from "../../protocol/hubEvent";
import type { Scope } from "../../protocol/scope";
import type { Disposable } from "../kernel/disposable";
import { Emitter, type Event } from "../kernel/emitter";
import type { StateStore } from "../kernel/ports";
import { type HiddenTools, renamedSwitches, takenBack, withHidden } from "./switchChanges";
import { type ChoiceRule, type Offer, readSwitches, type Switches, type SwitchPlace, turned } from "./switches";

export interface ChoicePorts {
  /** What holds in this workspace. */
  readonly workspace: StateStore;
  /** What holds in every workspace. */
  readonly always: StateStore;
  /** What a profile of the settings allows; `undefined` where there is none of this name that can be used. */
  readonly profile: (name: string) => Scope | undefined;
  readonly report: (error: unknown) => void;
}

const switchesKey = "mcpHub.switches";
const profileKey = "mcpHub.profile";

/** A profile that is gone, or has a mistake, must not allow more than was meant. */
const nothing: Scope = { servers: [] };

/** What a person has turned off here, and the profile that holds here. It is kept by the editor, and never in a file that others share. */
export class Choice implements Disposable {
  private last: { readonly text: string; readonly rule: ChoiceRule } | undefined;
  private read: readonly unknown[] = [];
  private readonly changes: Emitter<void>;

  constructor(private readonly ports: ChoicePorts) {
    this.changes = new Emitter(ports.report);
  }

  /** Something was turned on or off, or another profile holds. */
  get onChange(): Event<void> {
    return this.changes.event;
  }

  /** What holds now: the same value until something changes. The settings and other windows may change it, too. */
  get rule(): ChoiceRule {
    const { workspace, always } = this.ports;
    const name = this.profile;
    const scope = name === undefined ? undefined : (this.ports.profile(name) ?? nothing);
    const read = [workspace.get(switchesKey), always.get(switchesKey), name, scope];
    if (this.last && read.every((value, at) => Object.is(value, this.read[at]))) return this.last.rule;
    this.read = read;
    const text = JSON.stringify(read);
    if (this.last?.text === text) return this.last.rule;
    const rule: ChoiceRule = {
      workspace: readSwitches(read[0]),
      everywhere: readSwitches(read[1]),
      ...(name !== undefined && scope && { profile: { name, scope } }),
    };
    this.last = { text, rule };
    return rule;
  }

  /** The name of the profile that holds here. */
  get profile(): string | undefined {
    const name = this.ports.workspace.get(profileKey);
    return typeof name === "string" ? name : undefined;
  }

  /** Whether the profile that holds cannot be used, so that nothing is on. */
  get isProfileMissing(): boolean {
    const { profile } = this;
    return profile !== undefined && this.ports.profile(profile) === undefined;
  }

  /** Turns offers on or off. Rejects with a `HubError` where they are too many. */
  async turn(
    offers: readonly Offer[],
    to: "on" | "off",
    place: SwitchPlace,
    isThere: (server: ServerId) => boolean,
  ): Promise<void> {
    await this.write(place, turned(this.rule, place, offers, to, isThere));
  }

  /** Turns off the tools that other apps hide. Settles with the way back; rejects with a `HubError` where they are too many. */
  hide(
    hidden: readonly HiddenTools[],
    place: SwitchPlace,
    isThere: (server: ServerId) => boolean,
  ): Promise<() => Promise<void>> {
    return this.change(place, withHidden(this.rule, place, hidden, isThere));
  }

  /** A server is called otherwise: what was chosen of it holds on. Settles with the way back. */
  async carry(from: ServerId, to: ServerId): Promise<() => Promise<void>> {
    if (from === to) return async () => {};
    const here = await this.change("workspace", renamedSwitches(this.rule.workspace, from, to));
    const everywhere = await this.change("everywhere", renamedSwitches(this.rule.everywhere, from, to));
    return async () => {
      await everywhere();
      await here();
    };
  }

  async setPatterns(patterns: readonly string[], place: SwitchPlace): Promise<void> {
    await this.write(place, { ...this.rule[place], patterns });
  }

  /** From now on this profile holds in this workspace; `undefined`: none. */
  async switchProfile(name: string | undefined): Promise<void> {
    await this.ports.workspace.set(profileKey, name);
    this.changes.fire();
  }

  dispose(): void {
    this.changes.dispose();
  }

  private async change(place: SwitchPlace, after: Switches): Promise<() => Promise<void>> {
    const before = this.rule[place];
    await this.write(place, after);
    return () => this.write(place, takenBack(this.rule[place], before, after));
  }

  private async write(place: SwitchPlace, { single, patterns }: Switches): Promise<void> {
    const store = place === "workspace" ? this.ports.workspace : this.ports.always;
    const isEmpty = Object.keys(single).length + patterns.length === 0;
    await store.set(switchesKey, isEmpty ? undefined : { single, patterns });
    this.changes.fire();
  }
}
