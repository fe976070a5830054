import { useEffect, useState } from "preact/hooks";
import type { CallContent as Content, PanelPart } from "../src/protocol/panelMessages";
import { Icon } from "./icon";
import { Marked } from "./marked";
import { prettyJson } from "./rowDetails";

/** What the page asks of the host for the result of a call. */
export interface CallResults {
  /** Never rejects: a failure is told above the list, and nothing is shown. */
  read(call: string): Promise<Content | undefined>;
  open(call: string, index: number): void;
}

interface CallContentProps {
  readonly call: string;
  readonly results: CallResults;
  readonly search: string;
}

/** What a call gave: texts, pictures and sounds as such, files and resources as buttons that open them. */
export function CallContent({ call, results, search }: CallContentProps) {
  /** `null`: the host has answered that it keeps nothing. */
  const [content, setContent] = useState<Content | null>();
  useEffect(() => {
    let gone = false;
    void results.read(call).then((read) => !gone && setContent(read ?? null));
    return () => {
      gone = true;
    };
  }, [call]);
  if (content === undefined) return null;
  return (
    <div>
      <dt>Result</dt>
      <dd class="parts">
        {content === null && <p class="quiet">No longer kept.</p>}
        {content?.parts.map((part, index) => (
          <Part key={index} part={part} search={search} open={() => results.open(call, index)} />
        ))}
        {content?.parts.length === 0 && <p class="quiet">The tool returned nothing.</p>}
        {content && content.more > 0 && <p class="quiet">{content.more} more not shown</p>}
      </dd>
      <Meta heading="Added by the server (_meta)" json={content?.meta} search={search} />
      <Meta heading="Added to the tool (_meta)" json={content?.toolMeta} search={search} />
    </div>
  );
}

function Meta({ heading, json, search }: { heading: string; json: string | undefined; search: string }) {
  if (json === undefined) return null;
  return (
    <>
      <dt>{heading}</dt>
      <dd>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
        <pre tabIndex={0}>
          <Marked text={prettyJson(json)} search={search} />
        </pre>
      </dd>
    </>
  );
}

function Part({ part, search, open }: { part: PanelPart; search: string; open: () => void }) {
  if (part.kind === "text")
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
      <pre tabIndex={0}>
        <Marked text={part.text} search={search} />
      </pre>
    );
  const { kind, name, about } = part;
  return (
    <div class="part">
      {kind === "image" && part.source !== undefined && (
        <button type="button" class="thumbnail" title={`Open ${name}`} aria-label={`Open ${name}`} onClick={open}>
          <img src={part.source} alt={name} />
        </button>
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: a sound of a tool has none */}
      {kind === "audio" && part.source !== undefined && <audio controls preload="metadata" src={part.source} />}
      <button type="button" class="action" onClick={open}>
        <Icon name={icons[kind]} /> {name}
      </button>
      <span class="quiet">{about}</span>
    </div>
  );
}

const icons = { image: "file-media", audio: "unmute", file: "file", link: "link" } as const;
