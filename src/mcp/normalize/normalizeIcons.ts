import { checkedMedia } from "../../core/messages/checkedMedia";
import { isObject } from "../../protocol/isObject";

/** The first icon that may be displayed, as a list of one; `undefined` where there is none. One that suits every theme goes first. */
export function normalizeIcons(icons: unknown): { src: string }[] | undefined {
  if (!Array.isArray(icons)) return undefined;
  const known = icons.slice(0, iconsRead).filter(isObject);
  for (const icon of [...known.filter(({ theme }) => theme === undefined), ...known]) {
    const src = typeof icon.src === "string" ? iconAddress(icon.src) : undefined;
    if (src !== undefined) return [{ src }];
  }
  return undefined;
}

/** More icons are variants of the same. */
const iconsRead = 10;

/** Characters; a list may have thousands of icons. */
const lengthLimit = 24_000;

/**
 * The address of an icon of a server (specification, icons), where it may be displayed: a small picture within the address itself, whose
 * bytes are checked. Icons elsewhere are never fetched: a third party would learn who looks at the list. SVG is drawn without scripts, as
 * the background of an element.
 */
export function iconAddress(src: string): string | undefined {
  if (src.length > lengthLimit) return undefined;
  const [, mimeType = "", data = ""] = /^data:(image\/[\w.+-]+);base64,(\S+)$/i.exec(src) ?? [];
  if (mimeType.toLowerCase() === "image/svg+xml") {
    const isSvg = /^[A-Za-z0-9+/]+={0,2}$/.test(data) && /^(PHN2Zy|PD94bW)/.test(data); // `<svg`, `<?xm`
    return isSvg ? `data:image/svg+xml;base64,${data}` : undefined;
  }
  const media = checkedMedia(mimeType, data);
  return media && `data:${media.mimeType};base64,${media.data}`;
}
