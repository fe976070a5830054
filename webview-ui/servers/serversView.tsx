import { useState } from "preact/hooks";
import type { ServerId } from "../../src/protocol/hubEvent";
import type { ServerCard as Card } from "../../src/protocol/panel/serverCard";
import { serverName } from "../../src/protocol/serverName";
import type { HostPort } from "../hostPort";
import { NoServers } from "../noServers";
import type { PanelModel } from "../panelModel";
import { useAsking } from "../useAsking";
import { ServerCard } from "./serverCard";

/** How often the cards are read again while nothing happens, in milliseconds: memory and times change all the same. */
const everyMs = 5000;

interface ServersViewProps {
  readonly host: HostPort;
  readonly model: PanelModel;
  readonly fail: (error: unknown) => void;
  /** The servers whose cards are folded. */
  readonly folded: readonly ServerId[];
  readonly fold: (folded: readonly ServerId[]) => void;
  /** The server whose card somebody asked for. */
  readonly wanted: ServerId | undefined;
  readonly arrived: () => void;
}

/** A card for each server, in the order of the settings. */
export function ServersView({ host, model, fail, folded, fold, wanted, arrived }: ServersViewProps) {
  const [cards, setCards] = useState<ReadonlyMap<ServerId, Card>>(new Map());
  useAsking(
    async (isWanted) => {
      const read = await host.request("serverCards").catch(fail);
      if (isWanted() && read) setCards(new Map(read.map((card) => [card.server, card])));
    },
    { about: "cards", news: model.seq, everyMs },
  );
  const { servers } = model.view;
  if (servers.length === 0) return <NoServers told={model.told} />;
  return (
    <div class="cards">
      {servers.map((server) => {
        const { id } = server;
        const isOpen = !folded.includes(id);
        return (
          <ServerCard
            key={id}
            {...{ host, server, isOpen, arrived, fail }}
            name={serverName(servers, id)}
            card={cards.get(id)}
            toggle={() => fold(isOpen ? [...folded, id] : folded.filter((one) => one !== id))}
            isWanted={wanted === id}
          />
        );
      })}
    </div>
  );
}
