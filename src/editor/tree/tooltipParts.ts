/** A part of a tooltip: a text, an address that may be opened, or arguments of a tool or a prompt. Texts come from servers, cleaned and cut. */
export type TooltipPart = string | AddressPart | ArgumentsPart;

export interface AddressPart {
  readonly address: string;
}

export interface ArgumentsPart {
  /** The first ones. */
  readonly arguments: readonly ShownArgument[];
  /** How many there are. */
  readonly count: number;
}

export interface ShownArgument {
  readonly name: string;
  /** Its type, and whether it is required, in words. */
  readonly kind: string;
  readonly about?: string;
}

/** What a node's tooltip says. The first is the node's name. */
export type Tooltip = readonly [name: string, ...parts: TooltipPart[]];
