/** A folder where a program may be; a part of the path that is `*` stands for any name, such as that of a version. */
export interface ProgramPlace {
  readonly manager: string;
  readonly folder: string;
}

/** The system whose places are looked at. */
export interface PlaceSystem {
  readonly platform: string;
  readonly home: string;
  readonly env: (name: string) => string | undefined;
}

/**
 * Where managers of versions and of packages put programs: places that a login shell often knows and an editor does not. The ones of the
 * person come first, those of the whole machine last.
 */
export const programPlaces = (system: PlaceSystem): readonly ProgramPlace[] =>
  system.platform === "win32" ? onWindows(system) : onPosix(system);

function onPosix({ platform, home, env }: PlaceSystem): readonly ProgramPlace[] {
  const isMac = platform === "darwin";
  const at = (variable: string, usual: string): string => env(variable) || `${home}/${usual}`;
  const data = env("XDG_DATA_HOME") || `${home}/.local/share`;
  const fnm = isMac ? `${home}/Library/Application Support/fnm` : `${data}/fnm`;
  return [
    place("nvm", `${at("NVM_DIR", ".nvm")}/versions/node/*/bin`),
    place("fnm", `${env("FNM_DIR") || fnm}/node-versions/*/installation/bin`),
    place("fnm", `${home}/.fnm/node-versions/*/installation/bin`),
    place("Volta", `${at("VOLTA_HOME", ".volta")}/bin`),
    place("asdf", `${at("ASDF_DATA_DIR", ".asdf")}/shims`),
    place("mise", `${env("MISE_DATA_DIR") || `${data}/mise`}/shims`),
    place("pyenv", `${at("PYENV_ROOT", ".pyenv")}/shims`),
    place("pyenv", `${at("PYENV_ROOT", ".pyenv")}/versions/*/bin`),
    place("uv", `${env("UV_INSTALL_DIR") || env("XDG_BIN_HOME") || `${home}/.local/bin`}`),
    place("Cargo", `${at("CARGO_HOME", ".cargo")}/bin`),
    place("Bun", `${at("BUN_INSTALL", ".bun")}/bin`),
    place("Deno", `${home}/.deno/bin`),
    place("pnpm", env("PNPM_HOME") || (isMac ? `${home}/Library/pnpm` : `${data}/pnpm`)),
    place("npm", `${home}/.npm-global/bin`),
    place("Go", `${env("GOPATH") || `${home}/go`}/bin`),
    ...(isMac
      ? [
          place("Homebrew", "/opt/homebrew/bin"),
          place("Homebrew", "/usr/local/bin"),
          place("MacPorts", "/opt/local/bin"),
          place("Docker", "/Applications/Docker.app/Contents/Resources/bin"),
        ]
      : [
          place("Homebrew", "/home/linuxbrew/.linuxbrew/bin"),
          place("Homebrew", `${home}/.linuxbrew/bin`),
          place("Snap", "/snap/bin"),
          place("the system", "/usr/local/bin"),
          place("the system", "/usr/bin"),
        ]),
  ];
}

function onWindows({ home, env }: PlaceSystem): readonly ProgramPlace[] {
  const roaming = env("APPDATA") || `${home}\\AppData\\Roaming`;
  const local = env("LOCALAPPDATA") || `${home}\\AppData\\Local`;
  const programs = env("ProgramFiles") || "C:\\Program Files";
  return [
    place("nvm", env("NVM_SYMLINK") || `${programs}\\nodejs`),
    place("nvm", `${env("NVM_HOME") || `${roaming}\\nvm`}\\*`),
    place("fnm", `${env("FNM_DIR") || `${roaming}\\fnm`}\\node-versions\\*\\installation`),
    place("Volta", `${env("VOLTA_HOME") || `${local}\\Volta`}\\bin`),
    place("npm", `${roaming}\\npm`),
    place("Scoop", `${env("SCOOP") || `${home}\\scoop`}\\shims`),
    place("Chocolatey", `${env("ChocolateyInstall") || "C:\\ProgramData\\chocolatey"}\\bin`),
    place("WinGet", `${local}\\Microsoft\\WinGet\\Links`),
    place("uv", `${home}\\.local\\bin`),
    place("pyenv", `${env("PYENV_ROOT") || `${home}\\.pyenv\\pyenv-win`}\\shims`),
    place("Python", `${local}\\Programs\\Python\\*`),
    place("Python", `${local}\\Programs\\Python\\*\\Scripts`),
    place("Bun", `${env("BUN_INSTALL") || `${home}\\.bun`}\\bin`),
    place("Deno", `${home}\\.deno\\bin`),
    place("Cargo", `${env("CARGO_HOME") || `${home}\\.cargo`}\\bin`),
    place("Docker", `${programs}\\Docker\\Docker\\resources\\bin`),
  ];
}

const place = (manager: string, folder: string): ProgramPlace => ({ manager, folder });

/** Names of versions, the newest first: `v22.4.0` before `v9.11.2`. Names without a number come last. */
export const newestFirst = (names: readonly string[]): readonly string[] =>
  names.toSorted((a, b) => b.localeCompare(a, "en", { numeric: true }));
