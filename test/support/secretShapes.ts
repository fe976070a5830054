/** One secret of each kind that is recognized by its shape, wherever it occurs. None of them is real. */
export const secretShapes: ReadonlyMap<string, string> = new Map([
  ["GitHub personal token", `ghp_${"a1".repeat(18)}`],
  ["GitHub OAuth token", `gho_${"b2".repeat(18)}`],
  ["GitHub user token", `ghu_${"c3".repeat(18)}`],
  ["GitHub server token", `ghs_${"d4".repeat(18)}`],
  ["GitHub refresh token", `ghr_${"e5".repeat(18)}`],
  ["GitHub fine-grained token", `github_pat_${"f6".repeat(12)}`],
  ["API key with the prefix sk", "sk-proj-abcdefghijklmnop1234"],
  ["Slack configuration token", "xoxa-1234567890-abcdef"],
  ["Slack bot token", "xoxb-1234567890-bcdefg"],
  ["Slack export token", "xoxe-1234567890-cdefgh"],
  ["Slack user token", "xoxp-1234567890-defghi"],
  ["Slack refresh token", "xoxr-1234567890-efghij"],
  ["Slack workspace token", "xoxs-1234567890-fghijk"],
  ["AWS access key", "AKIAIOSFODNN7EXAMPLE"],
  ["JSON web token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"],
  ["credential of the scheme Bearer", "Bearer abcdef0123456789"],
  ["credential of the scheme Basic", "Basic dXNlcjpwYXNzd29yZA=="],
]);

/** Names under which every value is a secret. */
export const secretNames: readonly string[] = [
  ...["pass", "dbPass", "password", "PASSWORD", "passphrase", "client_secret", "secretValue", "accessToken"],
  ...["apikey", "api-key", "api_key", "X-Api-Key", "Authorization", "set-cookie", "credentials"],
  ...["privatekey", "private-key", "private_key"],
];

/** Names that look similar, but whose values are not secrets. */
export const plainNames: readonly string[] = ["user", "passage", "tokens", "tokenCount", "keyboard", "author", "pin"];
