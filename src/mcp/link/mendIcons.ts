import { iconAddress } from "../../core/catalog/iconAddress";
import { isObject } from "../../protocol/isObject";

/** The first icon that may be drawn, as a list of one; `undefined` where there is none. One that suits every theme goes first. */
export function mendIcons(icons: unknown): { src: string }[] | undefined {
  if (!Array.isArray(icons)) return undefined;
  const known = icons.slice(0, iconsRead).filter(isObject);
  for (const icon of [...known.filter(({ theme }) => theme === undefined), ...known]) {
    const src = typeof icon.src === "string" ? iconAddress(icon.src) : undefined;
    if (src !== undefined) return [{ src }];
  }
  return undefined;
}

/** More are variants of the same. */
const iconsRead = 10;
