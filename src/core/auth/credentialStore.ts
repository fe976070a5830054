import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as z from "zod";
import { Registration } from "../config/schema/registration";
import type { SecretStore, StateStore } from "../kernel/ports";
import { TokenSet } from "./tokenSet";

/** One sign-in to one server. Holds no secret: it may stand in the state and in the tree. */
const Account = z.object({
  id: z.string(),
  /** How people tell it from others, such as an email address. */
  name: z.string(),
  issuer: z.string(),
  /** Which server it is for: a digest of its address. */
  server: z.string(),
});
export type Account = z.infer<typeof Account>;

const accountsKey = "auth.accounts";
const bindingsKey = "auth.bindings";
const registrationsKey = "auth.registrations";
const issuersKey = "auth.issuers";

/** Bounds of what is remembered; the oldest go first. */
const mostAccounts = 200;
const mostBindings = 500;
const mostIssuers = 500;

/**
 * What signing in has given: tokens by issuer, server address and account, clients by issuer. Secrets lie in secret storage under digests;
 * the state holds the names of accounts, which of them a workspace uses, and whom the settings' credentials are for.
 */
export class CredentialStore {
  private readonly readAccounts = reading(z.array(Account).catch([]));
  private readonly readBindings = reading(z.record(z.string(), z.string()).catch({}));
  /** Tokens that secret storage has not taken yet, by their key: the refresh token of those that it holds may be used up. */
  private readonly unsaved = new Map<string, TokenSet>();
  private readonly readIssuers = reading(z.record(z.string(), z.string()).catch({}));

  constructor(
    private readonly secrets: SecretStore,
    private readonly state: {
      readonly workspace: StateStore;
      readonly always: StateStore;
      /** Where the issuers of the settings' credentials are kept; with the rest unless given. */
      readonly issuers?: StateStore;
    },
  ) {}

  accounts(server: string): readonly Account[] {
    return this.all().filter((account) => account.server === server);
  }

  /** The account that this workspace uses: the one it is bound to, else the only one. Several without a choice are none. */
  account(server: string): Account | undefined {
    const accounts = this.accounts(server);
    const bound = this.bindings()[server];
    if (bound !== undefined) return accounts.find(({ id }) => id === bound);
    return accounts.length === 1 ? accounts[0] : undefined;
  }

  /** Keeps the account for this workspace that it has begun to use, so that one that another workspace adds changes nothing here. */
  async keep(server: string, account: Account): Promise<void> {
    if (this.bindings()[server] === undefined) await this.bind(server, account.id);
  }

  /** Whether the tokens of an account lie under a key of secret storage. */
  holdsTokens(key: string, account: Account): boolean {
    return key === tokensKey(account);
  }

  /** Lets this workspace use an account; `undefined`: none, so that the next sign-in makes a new one. */
  async bind(server: string, account: string | undefined): Promise<void> {
    const others = Object.entries(this.bindings()).filter(([key]) => key !== server);
    await this.state.workspace.set(
      bindingsKey,
      Object.fromEntries([...others, [server, account ?? ""]].slice(-mostBindings)),
    );
  }

  async add(account: Account): Promise<void> {
    const others = this.all().filter(({ id }) => id !== account.id);
    for (const oldest of others.slice(0, -(mostAccounts - 1))) await this.secrets.delete(tokensKey(oldest));
    await this.state.always.set(accountsKey, [...others, account].slice(-mostAccounts));
  }

  /** Forgets an account and its tokens. A workspace that used it uses no other one instead: who signs out is nobody. */
  async remove(account: Account): Promise<void> {
    await this.forgetTokens(account);
    await this.state.always.set(
      accountsKey,
      this.all().filter(({ id }) => id !== account.id),
    );
  }

  /** The newest tokens that are known here. None where storage has none: another window has signed out. */
  async tokens(account: Account): Promise<TokenSet | undefined> {
    const key = tokensKey(account);
    const stored = await this.read(key, TokenSet);
    const unsaved = this.unsaved.get(key);
    if (unsaved && stored && stored.generation < unsaved.generation) return unsaved;
    this.unsaved.delete(key);
    return stored;
  }

  /** Rejects as secret storage does; what it refuses to take counts in this window all the same. */
  async saveTokens(account: Account, tokens: TokenSet): Promise<void> {
    const key = tokensKey(account);
    this.unsaved.set(key, tokens);
    await this.secrets.set(key, JSON.stringify(tokens));
    if (this.unsaved.get(key) === tokens) this.unsaved.delete(key);
  }

  /** Whether the newest tokens of an account are in memory only. */
  isUnsaved(account: Account): boolean {
    return this.unsaved.has(tokensKey(account));
  }

  async forgetTokens(account: Account): Promise<void> {
    this.unsaved.delete(tokensKey(account));
    await this.secrets.delete(tokensKey(account));
  }

  /** The client that was registered with an authorization server, for one way back from the browser. */
  async registration(issuer: string, way: string): Promise<Registration | undefined> {
    return this.read(registrationKey(issuer, way), Registration);
  }

  async saveRegistration(way: string, registration: Registration): Promise<void> {
    const key = registrationKey(registration.issuer, way);
    const others = this.registrationKeys().filter((known) => known !== key);
    await this.state.always.set(registrationsKey, [...others, key].slice(-mostAccounts));
    await this.secrets.set(key, JSON.stringify(registration));
  }

  async dropRegistration(issuer: string, way: string): Promise<void> {
    await this.secrets.delete(registrationKey(issuer, way));
  }

  /** The authorization server that a credential of the settings is for: the first one that took it. `undefined` where none has. */
  issuer(credential: string): string | undefined {
    return this.issuers()[credential];
  }

  /** Keeps the first authorization server that took a credential of the settings (`credentialKey`). */
  async keepIssuer(credential: string, issuer: string): Promise<void> {
    const known = Object.entries(this.issuers());
    if (known.some(([key]) => key === credential)) return;
    await this.issuersState.set(issuersKey, Object.fromEntries([...known, [credential, issuer]].slice(-mostIssuers)));
  }

  /** Forgets every account, every token and every registered client. Settles with the accounts that there were. */
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

  /** What cannot be read, of an older version or broken, counts as nothing: the person signs in anew. */
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
 * Reads a stored value by its schema, and the same value once: which account a server is used with is asked for with every request, and
 * took a fifth of one.
 */
function reading<T>(schema: z.ZodType<T>): (value: unknown) => T {
  let last: { readonly value: unknown; readonly read: T } | undefined;
  return (value) => {
    if (!last || last.value !== value) last = { value, read: schema.parse(value) };
    return last.read;
  };
}

/** Which server tokens are for: a digest, since an address may hold a key in its query. */
export function serverKey(address: string): string {
  const url = new URL(address);
  url.hash = "";
  return digest([url.href]);
}

/** A name for the credential that an entry of the settings holds for a server; the same for a new secret of the same client. */
export const credentialKey = (address: string, type: string, clientId = ""): string =>
  digest([serverKey(address), type, clientId]);

/** The id of an account that its issuer names: the same after signing out and in again, so that other workspaces find it back. */
export const accountId = (issuer: string, server: string, name: string): string => digest([issuer, server, name]);

const tokensPrefix = "auth:tokens:";

/** Whether a key of secret storage is one of tokens. */
export const isTokensKey = (key: string): boolean => key.startsWith(tokensPrefix);

const tokensKey = ({ issuer, server, id }: Account): string => `${tokensPrefix}${digest([issuer, server, id])}`;
const registrationKey = (issuer: string, way: string): string => `auth:client:${digest([issuer, way])}`;

const digest = (parts: readonly string[]): string =>
  bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts)))).slice(0, 32);
