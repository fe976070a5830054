import { useEffect, useState } from "preact/hooks";
import { message } from "../src/protocol/message";
import type { CallContent as Content, PanelPart } from "../src/protocol/panelMessages";
import { prettyJson } from "../src/protocol/prettyJson";
import type { CallResults } from "./hostDoings";
import { Icon } from "./icon";
import { Marked } from "./marked";

interface CallContentProps {
  readonly call: string;
  readonly results: CallResults;
  readonly search: string;
}

/** A call's result: text, images, and audio inline; files and resources as buttons that open them. */
export function CallContent({ call, results, search }: CallContentProps) {
  /** `null`: the host no longer has the result. */
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
      <dt>{message("page.callContent.result", "Result")}</dt>
      <dd class="parts">
        {content === null && (
          <p class="quiet">{message("page.callContent.noLongerAvailable", "No longer available.")}</p>
        )}
        {content?.parts.map((part, index) => (
          <Part key={index} part={part} search={search} open={() => results.open(call, index)} />
        ))}
        {content?.parts.length === 0 && (
          <p class="quiet">{message("page.callContent.theToolReturnedNothing", "The tool returned nothing.")}</p>
        )}
        {content?.warning !== undefined && <p class="quiet">{content.warning}</p>}
        {content && content.more > 0 && (
          <p class="quiet">
            {message("page.callContent.moreMoreNotShown", "{more} more not shown", { more: content.more })}
          </p>
        )}
      </dd>
      <Meta
        heading={message("page.callContent.addedByTheServerMeta", "Added by the server (_meta)")}
        json={content?.meta}
        search={search}
      />
      <Meta
        heading={message("page.callContent.addedToTheToolMeta", "Added to the tool (_meta)")}
        json={content?.toolMeta}
        search={search}
      />
    </div>
  );
}

function Meta({ heading, json, search }: { heading: string; json: string | undefined; search: string }) {
  if (json === undefined) return null;
  return (
    <>
      <dt>{heading}</dt>
      <dd>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable text must be reachable by keyboard */}
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
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable text must be reachable by keyboard
      <pre tabIndex={0}>
        <Marked text={part.text} search={search} />
      </pre>
    );
  const { kind, name, about } = part;
  return (
    <div class="part">
      {kind === "image" && part.source !== undefined && (
        <button
          type="button"
          class="thumbnail"
          title={message("page.callContent.openName", "Open {name}", { name })}
          aria-label={message("page.callContent.openName", "Open {name}", { name })}
          onClick={open}
        >
          <img src={part.source} alt={name} />
        </button>
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: audio from a tool has no captions */}
      {kind === "audio" && part.source !== undefined && <audio controls preload="metadata" src={part.source} />}
      <button type="button" class="action" onClick={open}>
        <Icon name={icons[kind]} /> {name}
      </button>
      <span class="quiet">{about}</span>
    </div>
  );
}

const icons = { image: "file-media", audio: "unmute", file: "file", link: "link" } as const;
