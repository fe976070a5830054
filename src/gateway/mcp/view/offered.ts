import { mayUseServer, mayUseTool } from "../../../core/access/scope";
import type { Presentation } from "../../../core/calls/presented/presentation";
import type { Catalog, Prompt, Tool } from "../../../core/catalog/catalog";
import type { ClientAnswers } from "../../../core/questions/clientAnswers";
import type { ServerId } from "../../../protocol/hubEvent";
import type { Scope } from "../../../protocol/scope";
import type { ViewSource } from "./viewSource";

/** What the servers offer that lies within some scopes, and is not withheld. */
export class Offered {
  constructor(
    private readonly source: ViewSource,
    readonly scopes: readonly Scope[],
    private readonly only: ServerId | undefined,
    private readonly answers: ClientAnswers | undefined,
  ) {}

  get servers(): readonly ServerId[] {
    const mine = this.source.servers().filter((server) => mayUseServer(this.scopes, server));
    return this.only === undefined ? mine : mine.filter((server) => server === this.only);
  }

  catalog(server: ServerId): Catalog {
    return this.source.catalog(server, this.answers);
  }

  tools(server: ServerId): readonly Tool[] {
    const { source, scopes } = this;
    return this.catalog(server).tools.filter(
      (tool) =>
        mayUseTool(scopes, server, tool.name, () => source.isRead(server, tool)) &&
        !source.withholds(server, "tool", tool),
    );
  }

  presentation(server: ServerId, tool: Tool): Presentation | undefined {
    return this.source.presentation?.(server, tool, this.answers);
  }

  prompts(server: ServerId): readonly Prompt[] {
    return this.catalog(server).prompts.filter((prompt) => !this.source.withholds(server, "prompt", prompt));
  }
}
