import { message } from "../../../protocol/message";
import { keyIn, npm, type Preset, remote, taken } from "./preset";

/** Databases. */
export const dataPresets = (): readonly Preset[] => [
  {
    id: "dbhub",
    title: "DBHub",
    about: message("preset.dbhub", "PostgreSQL, MySQL, MariaDB, SQL Server and SQLite databases"),
    signIn: "key",
    source: "https://github.com/bytebase/dbhub",
    taken,
    tried: false,
    note: message(
      "preset.dbhubNote",
      "It needs Node.js 22.5 or later. Give it a user of the database that can only read.",
    ),
    server: npm("@bytebase/dbhub", "1.4.0", {
      packageArguments: [{ type: "named", name: "--transport", value: "stdio" }],
      environmentVariables: [
        {
          ...keyIn("DSN", message("preset.dbhubKey", "The address of the database with its user")),
          placeholder: "postgres://user:password@localhost:5432/name",
        },
      ],
    }),
  },
  {
    id: "mongodb",
    title: "MongoDB",
    about: message("preset.mongodb", "Read MongoDB databases"),
    signIn: "key",
    source: "https://github.com/mongodb-js/mongodb-mcp-server",
    taken,
    tried: false,
    server: npm("mongodb-mcp-server", "3.0.4", {
      packageArguments: [{ type: "named", name: "--readOnly", value: "" }],
      environmentVariables: [
        {
          ...keyIn("MDB_MCP_CONNECTION_STRING", message("preset.mongodbKey", "The connection string of the database")),
          placeholder: "mongodb://localhost:27017/name",
        },
      ],
    }),
  },
  {
    id: "supabase",
    title: "Supabase",
    about: message("preset.supabase", "The database, functions and logs of a project, read-only"),
    signIn: "browser",
    source: "https://supabase.com/docs/guides/getting-started/mcp",
    taken,
    tried: false,
    server: {
      remotes: [
        {
          type: "streamable-http",
          url: "https://mcp.supabase.com/mcp?read_only=true&project_ref={project_ref}",
          variables: {
            project_ref: {
              description: message("preset.supabaseProject", "The reference of the project, from its general settings"),
              isRequired: true,
            },
          },
        },
      ],
    },
  },
  {
    id: "neon",
    title: "Neon",
    about: message("preset.neon", "PostgreSQL projects and branches, read-only"),
    signIn: "browser",
    source: "https://neon.com/docs/ai/neon-mcp-server",
    taken,
    tried: false,
    server: remote("https://mcp.neon.tech/mcp?readonly=true"),
  },
];
