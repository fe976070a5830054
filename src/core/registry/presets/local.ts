import { message } from "../../../protocol/message";
import { npm, type Preset, taken } from "./preset";

const source = (folder: string) => `https://github.com/modelcontextprotocol/servers/tree/main/src/${folder}`;

/** Servers that use only this machine. */
export const localPresets = (): readonly Preset[] => [
  {
    id: "filesystem",
    title: message("preset.filesystemTitle", "Filesystem"),
    about: message("preset.filesystem", "Read and write files in the folders you name"),
    signIn: "none",
    source: source("filesystem"),
    taken,
    tried: false,
    server: npm("@modelcontextprotocol/server-filesystem", "2026.8.31", {
      packageArguments: [
        {
          type: "positional",
          valueHint: "folder",
          description: message("preset.filesystemFolder", "A folder that the server may use"),
          placeholder: "${workspaceFolder}",
          format: "filepath",
          isRequired: true,
          isRepeated: true,
        },
      ],
    }),
  },
  {
    id: "memory",
    title: message("preset.memoryTitle", "Memory"),
    about: message("preset.memory", "What the model is to remember, as a graph in a file"),
    signIn: "none",
    source: source("memory"),
    taken,
    tried: false,
    server: npm("@modelcontextprotocol/server-memory", "2026.8.31", {
      environmentVariables: [
        {
          name: "MEMORY_FILE_PATH",
          description: message("preset.memoryFile", "The file where it is kept"),
          format: "filepath",
        },
      ],
    }),
  },
  {
    id: "sequential-thinking",
    title: message("preset.thinkingTitle", "Sequential Thinking"),
    about: message("preset.thinking", "Lets a model think in steps that it can revise"),
    signIn: "none",
    source: source("sequentialthinking"),
    taken,
    tried: false,
    server: npm("@modelcontextprotocol/server-sequential-thinking", "2026.8.31"),
  },
  {
    id: "everything",
    title: message("preset.everythingTitle", "Everything"),
    about: message("preset.everything", "Every feature of the protocol, to try a client"),
    signIn: "none",
    source: source("everything"),
    taken,
    tried: false,
    server: npm("@modelcontextprotocol/server-everything", "2026.8.31"),
  },
];
