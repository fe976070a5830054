/** Programs that fetch what they run, which takes minutes the first time. */
const launchers = new Set(
  "npx npm pnpm pnpx yarn bunx bun uvx uv pipx pip pip3 poetry rye docker podman nerdctl deno nix dotnet dnx go cargo mvn gradle".split(
    " ",
  ),
);

/** Whether a command may download what it runs before it starts it. */
export const isLauncher = (command: string): boolean => {
  const name = command.split(/[\\/]/).at(-1) ?? "";
  return launchers.has(name.toLowerCase().replace(/\.(?:exe|cmd|bat|ps1)$/, ""));
};
