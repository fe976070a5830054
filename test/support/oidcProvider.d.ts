/** The parts of oidc-provider that the tests use; it comes without types. */
declare module "oidc-provider" {
  interface Token {
    readonly jti: string;
    readonly grantId: string;
    readonly scope: string;
    readonly accountId: string;
  }

  interface Tokens {
    find(value: string): Promise<Token | undefined>;
    revokeByGrantId(grant: string): Promise<void>;
  }

  interface Client {
    grantTypeAllowed(type: string): boolean;
  }

  interface Configuration {
    findAccount(context: unknown, id: string): { accountId: string; claims(): object };
    issueRefreshToken(context: unknown, client: Client): Promise<boolean>;
    [part: string]: unknown;
  }

  export class Provider {
    constructor(issuer: string, configuration: Configuration);
    callback(): import("node:http").RequestListener;
    readonly AccessToken: Tokens;
    readonly RefreshToken: Tokens;
  }
}
