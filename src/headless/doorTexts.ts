/**
 * The texts that the command line and the module show in the place of those that name a command of the editor, by id. `test/headless`
 * holds that none is missing.
 */
const shared: Readonly<Record<string, string>> = {
  "signIn.failed": 'Signing in to "{server}" failed: {problem}.',
  "signIn.moreRights":
    '"{server}" requires more rights for this: {scope}. Write a credential that has them into "headers" or "auth" of its entry.',
  "signIn.moreRightsUnnamed":
    '"{server}" requires more rights for this, without naming them. Write a credential that has them into "headers" or "auth" of its entry.',
  "pins.withheld":
    '{call} was not run. {change} Compare it and accept it in the editor, or set "pin" of its entry to "warn".',
  "launch.workspace":
    'Server "{server}" does not run here: a workspace configures it, and nobody can be asked. Open the workspace in the editor and allow it there.',
  "launch.followed":
    'Server "{server}" does not run here: a file of another app configures it, and nobody can be asked. Import it, or allow it in the editor.',
  "launch.accountNeeded":
    'Server "{server}" does not run here: it gets the token of an account of the editor. Open it in the editor and allow it there.',
  "http.unauthorized":
    '"{server}"{at} requires a sign-in (HTTP 401){detail}. Check the credential in "headers" or "auth" of its entry.',
};

const commandLine: Readonly<Record<string, string>> = {
  ...shared,
  "signIn.needed": '"{server}" needs a sign-in: {reason}. Run mcp-client-hub sign-in {server}, with the same --config.',
  "diagnosis.needsVariable":
    '"{server}" ended because it needs the environment variable {variable}. Write it into "env" of its entry, as a value or as a secret.',
  "fix.variable": 'Write {variable} into "env" of the entry',
  "signIn.closePage": "You can close this page and go back to the terminal.",
  "signIn.otherAnswer": "This answer does not belong to the current sign-in. Start it again in the terminal.",
  "signIn.lockTimeout": "Another process has been renewing this sign-in for too long. Try again later.",
};

const ofModule: Readonly<Record<string, string>> = {
  ...shared,
  "signIn.needed":
    '"{server}" needs a sign-in: {reason}. Give createHub an "openBrowser", or write a credential into "headers" or "auth" of its entry.',
};

/** The command line's own text of a message; `undefined` where it shows the usual one. */
export const commandLineText = (id: string): string | undefined => commandLine[id];

/** The same for a script that uses the hub as a module. */
export const moduleText = (id: string): string | undefined => ofModule[id];
