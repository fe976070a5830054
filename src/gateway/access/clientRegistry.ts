import type { ListedClient, NewClient } from "../../core/access/clientTokens";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { Emitter, type Event } from "../../core/kernel/emitter";
import { HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { type ClientRecord, readClientRecord } from "./clientRecord";
import type { ClientStore } from "./clientStore";
import type { ClientLimits } from "./gatewayClient";
import { newToken, tokenDigest } from "./token";
import type { KnownClients } from "./tokenAccess";

/** A new client that may take up less, or more, than the usual ones. */
export interface LimitedClient extends NewClient {
  readonly limits?: Partial<ClientLimits>;
}

/** The longest name of a client, in characters. */
const nameLimit = 100;

const minuteMs = 60_000;

/** The programs that may use the gateway, each with a token of its own. What another process changes holds here within half a second. */
export class ClientRegistry implements KnownClients, Disposable {
  private byDigest: ReadonlyMap<string, ClientRecord> = new Map();
  private readonly used = new Map<string, number>();
  private readonly revocations: Emitter<string>;
  private readonly owned = new DisposableStore();
  /** Fires with the id of a client whose token was revoked or replaced: what is open for it must end. */
  readonly onRevoked: Event<string>;
  private readonly changes: Emitter<void>;
  /** Fires when a client was added, changed or revoked, and when one was used. */
  readonly onChange: Event<void>;

  constructor(
    private readonly store: ClientStore,
    private readonly clock: Clock,
    report: (error: unknown) => void,
  ) {
    this.revocations = this.owned.add(new Emitter<string>(report));
    this.onRevoked = this.revocations.event;
    this.changes = this.owned.add(new Emitter<void>(report));
    this.onChange = this.changes.event;
    this.owned.add(store.onChange(() => this.update()));
    this.update();
  }

  find(digest: string): ClientRecord | undefined {
    return this.byDigest.get(digest);
  }

  /** The client whose token this is. */
  idOf(token: string): string | undefined {
    return this.find(tokenDigest(token))?.id;
  }

  noteUse({ id }: ClientRecord, now: number): void {
    const minute = now - (now % minuteMs);
    if (this.used.get(id) === minute) return;
    this.used.set(id, minute);
    this.store.noteUse(id, minute);
    this.changes.fire();
  }

  /** Makes a client and its token, which is shown this once. */
  async add(client: LimitedClient): Promise<{ readonly id: string; readonly token: string }> {
    const token = newToken();
    const id = crypto.randomUUID();
    const name = safeLine(client.name, nameLimit) || id;
    const { scopes = [], ...rest } = client;
    const whole = { ...rest, id, name, scopes, digest: tokenDigest(token), createdAt: this.clock.now() };
    const record = readClientRecord(whole); // what could not be read again must not be written
    if (!record) throw unusable();
    await this.store.put(record);
    return { id, token };
  }

  async list(): Promise<readonly ListedClient[]> {
    const uses = await this.store.lastUses();
    return this.store.all().map(({ digest: _, ...client }) => {
      const lastUsedAt = Math.max(uses.get(client.id) ?? 0, this.used.get(client.id) ?? 0);
      return lastUsedAt > 0 ? { ...client, lastUsedAt } : client;
    });
  }

  /** Holds at once, also for what is open. */
  async revoke(id: string): Promise<void> {
    await this.store.remove(this.recordOf(id).id);
    this.used.delete(id);
  }

  /** Gives a client another token, which is shown this once; the old one holds no longer. */
  async rotate(id: string): Promise<string> {
    const token = newToken();
    await this.store.put({ ...this.recordOf(id), digest: tokenDigest(token) });
    return token;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private recordOf(id: string): ClientRecord {
    const record = this.store.all().find((one) => one.id === id);
    if (record) return record;
    throw new HubError(
      "denied",
      message("gateway.unknownClient", "The gateway has no client {id}: it may have been revoked before.", {
        id: safeLine(id, nameLimit),
      }),
    );
  }

  private update(): void {
    const before = this.byDigest;
    this.byDigest = new Map(this.store.all().map((record) => [record.digest, record]));
    for (const [digest, { id }] of before) if (!this.byDigest.has(digest)) this.revocations.fire(id);
    this.changes.fire();
  }
}

const unusable = () =>
  new HubError(
    "bad-config",
    message(
      "gateway.unusableClient",
      "A client cannot have this scope: at most 500 servers and tools can be named, each with at most 500 characters, and limits are at least 1.",
    ),
  );
