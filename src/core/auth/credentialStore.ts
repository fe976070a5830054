import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as z from "zod";
import type { SecretStore, StateStore } from "../kernel/ports";
import { Registration } from "./registration";
import { TokenSet } from "./tokenSet";

/** One sign-in to one server. It does not hold a secret, so it may be stored in the state and shown in the tree. */
const Account = z.object({
  id: z.string(),
  /** What people recognize it by, such as an email address. */
  name: z.string(),
  issuer: z.string(),
  /** The server that it is for: a digest of its address. */
  server: z.string(),
});
export type Account = z.infer<typeof Account>;

const accountsKey = "auth.accounts";
const bindingsKey = "auth.bindings";
const registrationsKey = "auth.registrations";
const issuersKey = "auth.issuers";

/** The limits of what is remembered. The oldest are dropped first. */
const maxAccounts = 200;
const maxBindings = 500;
const maxIssuers = 500;

/**
 * Stores what sign-ins result in: tokens by issuer, server address and account, and registered clients by issuer. Secrets are in secret
 * storage under digests. The state holds the names of accounts, which of them a workspace uses, and which issuers the credentials in the
 * settings are for.
 */
export class CredentialStore {
  private readonly readAccounts = cachedReader(z.array(Account).catch([]));
  private readonly readBindings = cachedReader(z.record(z.string(), z.string()).catch({}));
  /** Tokens that are not in secret storage yet, by their key. The refresh token of those in storage may be used up. */
  private readonly unsaved = new Map<string, TokenSet>();
  private readonly readIssuers = cachedReader(z.record(z.string(), z.string()).catch({}));

  constructor(
    private readonly secrets: SecretStore,
    private readonly state: {
      readonly workspace: StateStore;
      readonly always: StateStore;
      /** Where the issuers of the credentials in the settings are kept; `always` by default. */
      readonly issuers?: StateStore;
    },
  ) {}

  /** All accounts of a server, by its `serverKey`. */
  accounts(server: string): readonly Account[] {
    return this.all().filter((account) => account.server === server);
  }

  /** The account that this workspace uses: the one it is bound to, otherwise the only one; `undefined` if there are several. */
  account(server: string): Account | undefined {
    const accounts = this.accounts(server);
    const bound = this.bindings()[server];
    if (bound !== undefined) return accounts.find(({ id }) => id === bound);
    return accounts.length === 1 ? accounts[0] : undefined;
  }

  /** Binds this workspace to the account that it has started to use, so that an account added by another workspace does not change that. */
  async keep(server: string, account: Account): Promise<void> {
    if (this.bindings()[server] === undefined) await this.bind(server, account.id);
  }

  /** Whether the tokens of an account are stored under a key of secret storage. */
  holdsTokens(key: string, account: Account): boolean {
    return key === tokensKey(account);
  }

  /** Lets this workspace use an account, or none (`undefined`), so that the next sign-in creates a new one. */
  async bind(server: string, account: string | undefined): Promise<void> {
    const others = Object.entries(this.bindings()).filter(([key]) => key !== server);
    await this.state.workspace.set(
      bindingsKey,
      Object.fromEntries([...others, [server, account ?? ""]].slice(-maxBindings)),
    );
  }

  /** Adds an account, or replaces the one with the same id. */
  async add(account: Account): Promise<void> {
    const others = this.all().filter(({ id }) => id !== account.id);
    for (const oldest of others.slice(0, -(maxAccounts - 1))) await this.secrets.delete(tokensKey(oldest));
    await this.state.always.set(accountsKey, [...others, account].slice(-maxAccounts));
  }

  /** Forgets an account and its tokens. A workspace that used it stays signed out and does not switch to another account. */
  async remove(account: Account): Promise<void> {
    await this.forgetTokens(account);
    await this.state.always.set(
      accountsKey,
      this.all().filter(({ id }) => id !== account.id),
    );
  }

  /** The newest tokens that this window knows; `undefined` if storage has none, because another window has signed out. */
  async tokens(account: Account): Promise<TokenSet | undefined> {
    const key = tokensKey(account);
    const stored = await this.read(key, TokenSet);
    const unsaved = this.unsaved.get(key);
    if (unsaved && stored && stored.generation < unsaved.generation) return unsaved;
    this.unsaved.delete(key);
    return stored;
  }

  /** Stores tokens. Rejects as secret storage does; this window uses the tokens even if they cannot be stored. */
  async saveTokens(account: Account, tokens: TokenSet): Promise<void> {
    const key = tokensKey(account);
    this.unsaved.set(key, tokens);
    await this.secrets.set(key, JSON.stringify(tokens));
    if (this.unsaved.get(key) === tokens) this.unsaved.delete(key);
  }

  /** Whether the newest tokens of an account are only in memory. */
  isUnsaved(account: Account): boolean {
    return this.unsaved.has(tokensKey(account));
  }

  /** Forgets the tokens of an account, but not the account. */
  async forgetTokens(account: Account): Promise<void> {
    this.unsaved.delete(tokensKey(account));
    await this.secrets.delete(tokensKey(account));
  }

  /** The client that was registered with an authorization server for one kind of redirect. */
  async registration(issuer: string, redirect: string): Promise<Registration | undefined> {
    return this.read(registrationKey(issuer, redirect), Registration);
  }

  async saveRegistration(redirect: string, registration: Registration): Promise<void> {
    const key = registrationKey(registration.issuer, redirect);
    const others = this.registrationKeys().filter((known) => known !== key);
    await this.state.always.set(registrationsKey, [...others, key].slice(-maxAccounts));
    await this.secrets.set(key, JSON.stringify(registration));
  }

  async dropRegistration(issuer: string, redirect: string): Promise<void> {
    await this.secrets.delete(registrationKey(issuer, redirect));
  }

  /** The authorization server that a credential in the settings is for: the first one that accepted it; `undefined` if none has. */
  issuer(credential: string): string | undefined {
    return this.issuers()[credential];
  }

  /** Remembers the first authorization server that accepted a credential in the settings (`credentialKey`). */
  async keepIssuer(credential: string, issuer: string): Promise<void> {
    const known = Object.entries(this.issuers());
    if (known.some(([key]) => key === credential)) return;
    await this.issuersState.set(issuersKey, Object.fromEntries([...known, [credential, issuer]].slice(-maxIssuers)));
  }

  /** Forgets every account, token and registered client. Settles with the accounts that were forgotten. */
  async forgetAll(): Promise<readonly Account[]> {
    const accounts = this.all();
    for (const account of accounts) await this.forgetTokens(account);
    for (const key of this.registrationKeys()) await this.secrets.delete(key);
    await this.state.always.set(accountsKey, undefined);
    await this.state.always.set(registrationsKey, undefined);
    await this.issuersState.set(issuersKey, undefined);
    await this.state.workspace.set(bindingsKey, undefined);
    return accounts;
  }

  private get issuersState(): StateStore {
    return this.state.issuers ?? this.state.always;
  }

  private issuers(): Readonly<Record<string, string>> {
    return this.readIssuers(this.issuersState.get(issuersKey));
  }

  private all(): readonly Account[] {
    return this.readAccounts(this.state.always.get(accountsKey));
  }

  private bindings(): Readonly<Record<string, string>> {
    return this.readBindings(this.state.workspace.get(bindingsKey));
  }

  private registrationKeys(): readonly string[] {
    return z.array(z.string()).catch([]).parse(this.state.always.get(registrationsKey));
  }

  /** A value that cannot be read, because it is broken or from an older version, counts as missing: the person signs in again. */
  private async read<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const text = await this.secrets.get(key);
    if (text === undefined) return undefined;
    return z
      .string()
      .transform((json): unknown => JSON.parse(json))
      .pipe(schema)
      .safeParse(text).data;
  }
}

/**
 * Reads a stored value by its schema, and caches the outcome. Every request looks up its account, which took a fifth of the time of a
 * request without the cache.
 */
function cachedReader<T>(schema: z.ZodType<T>): (value: unknown) => T {
  let last: { readonly value: unknown; readonly read: T } | undefined;
  return (value) => {
    if (!last || last.value !== value) last = { value, read: schema.parse(value) };
    return last.read;
  };
}

/** The server that tokens are for, as a digest, because an address may hold a key in its query. */
export function serverKey(address: string): string {
  const url = new URL(address);
  url.hash = "";
  return digest([url.href]);
}

/** Identifies the credential that an entry in the settings holds for a server. It stays the same for a new secret of the same client. */
export const credentialKey = (address: string, type: string, clientId = ""): string =>
  digest([serverKey(address), type, clientId]);

/** The id of an account with a name from its issuer. It is the same after signing out and in again, so that other workspaces find it. */
export const accountId = (issuer: string, server: string, name: string): string => digest([issuer, server, name]);

const tokensPrefix = "auth:tokens:";

/** Whether a key of secret storage is a key of tokens. */
export const isTokensKey = (key: string): boolean => key.startsWith(tokensPrefix);

const tokensKey = ({ issuer, server, id }: Account): string => `${tokensPrefix}${digest([issuer, server, id])}`;
const registrationKey = (issuer: string, redirect: string): string => `auth:client:${digest([issuer, redirect])}`;

const digest = (parts: readonly string[]): string =>
  bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts)))).slice(0, 32);
