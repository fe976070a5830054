import { isSecretName } from "../../core/kernel/redact";
import { matchesName } from "../../core/kernel/untrusted/matchesName";
import type { Environment } from "./serverEnv";

/** What programs need to run everywhere: where things are, the language, proxies and certificates, and the caches of package managers. */
const everywhere = [
  "PATH HOME USER LOGNAME SHELL TERM COLORTERM NO_COLOR FORCE_COLOR TZ TMPDIR TEMP TMP",
  "LANG LANGUAGE LC_* HTTP_PROXY HTTPS_PROXY ALL_PROXY FTP_PROXY NO_PROXY",
  "SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS REQUESTS_CA_BUNDLE CURL_CA_BUNDLE",
  "npm_config_registry npm_config_cache npm_config_prefix npm_config_offline",
  "NVM_* FNM_* VOLTA_HOME PNPM_HOME BUN_INSTALL DENO_DIR ASDF_DIR ASDF_DATA_DIR MISE_DATA_DIR PYENV_ROOT UV_CACHE_DIR UV_DEFAULT_INDEX",
  "UV_INDEX_URL PIP_INDEX_URL PIP_CACHE_DIR JAVA_HOME GOPATH GOROOT CARGO_HOME RUSTUP_HOME DOTNET_ROOT",
  "DOCKER_HOST DOCKER_CONTEXT DOCKER_CONFIG",
];

/** The same for one system. */
const platforms: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    "XDG_* DISPLAY WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS NIX_* LOCALE_ARCHIVE",
    "WSL_DISTRO_NAME WSL_INTEROP WSLENV SNAP FLATPAK_ID",
  ],
  darwin: ["XDG_* __CF_USER_TEXT_ENCODING __CFBundleIdentifier HOMEBREW_PREFIX HOMEBREW_CELLAR HOMEBREW_REPOSITORY"],
  win32: [
    "SystemRoot SystemDrive windir ComSpec PATHEXT OS COMPUTERNAME NUMBER_OF_PROCESSORS PROCESSOR_* PSModulePath DriverData",
    "USERNAME USERDOMAIN USERPROFILE HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA ProgramData ALLUSERSPROFILE PUBLIC",
    "ProgramFiles ProgramFiles(x86) ProgramW6432 CommonProgramFiles CommonProgramFiles(x86) CommonProgramW6432",
    "ChocolateyInstall SCOOP",
  ],
};

/** The hub's own variables: they hold the secrets of all servers (`MCP_HUB_INPUT_…`). */
const ofHub = /^MCP_HUB_/i;

/** The variables of a person's environment, without the hub's own. */
export const withoutHubVariables = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !ofHub.test(name)));

/**
 * The variables of a person's environment that a server may have: what programs need to run, except what looks like a secret, and those
 * that the settings name (`*` stands for any text). The hub's own never.
 */
export function inheritedEnv(
  env: Environment,
  named: readonly string[] = [],
  platform: NodeJS.Platform = process.platform,
): Environment {
  // Programs read the names of proxies in small letters too; to Windows the case of a name means nothing.
  const needed = namesIn([...everywhere, ...(platforms[platform] ?? platforms.linux ?? [])]);
  const isNeeded = (name: string) =>
    needed.some((pattern) => matchesName(pattern, name.toLowerCase())) && !isSecretName(name);
  const isNamed = (name: string) =>
    named.some((pattern) =>
      platform === "win32" ? matchesName(pattern.toLowerCase(), name.toLowerCase()) : matchesName(pattern, name),
    );
  return Object.fromEntries(
    Object.entries(withoutHubVariables(env)).filter(([name]) => isNamed(name) || isNeeded(name)),
  );
}

const namesIn = (lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.toLowerCase().split(" "));
