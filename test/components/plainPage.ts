import { readFileSync } from "node:fs";
import { type ComponentChild, render } from "preact";
import { act } from "preact/test-utils";

/** An event as a test gives it to an element. */
type Happening = Readonly<Record<string, unknown>>;
type Hear = (event: unknown) => void;

class PlainNode {
  parentNode: PlainElement | null = null;
  constructor(
    readonly nodeType: number,
    public data = "",
  ) {}

  get ownerDocument() {
    return plainDocument;
  }

  get nextSibling(): PlainNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }

  get text(): string {
    return this.data;
  }

  remove(): void {
    const siblings = this.parentNode?.childNodes ?? [];
    siblings.splice(siblings.indexOf(this), 1);
    this.parentNode = null;
  }
}

/** As much of an element as Preact and the components ask of one. */
export class PlainElement extends PlainNode {
  readonly childNodes: PlainNode[] = [];
  readonly attributes: Record<string, string> = {};
  readonly style: Record<string, unknown> = {};
  private readonly listeners = new Map<string, Hear>();
  scrollTop = 0;
  clientHeight = 0;
  scrollHeight = 0;

  constructor(
    readonly localName: string,
    readonly namespaceURI: string,
  ) {
    super(1);
    Object.assign(this.style, {
      setProperty: (name: string, value: unknown) => Object.assign(this.style, { [name]: value }),
    });
    if (/^(input|select|textarea|option|progress)$/.test(localName)) Object.assign(this, { value: "", checked: false });
  }

  get firstChild(): PlainNode | null {
    return this.childNodes[0] ?? null;
  }

  override get text(): string {
    return this.childNodes.map((child) => child.text).join("");
  }

  /** What a person calls it. */
  get name(): string {
    return this.attributes["aria-label"] ?? this.text.trim();
  }

  insertBefore(child: PlainNode, before: PlainNode | null): void {
    child.remove();
    this.childNodes.splice(before ? this.childNodes.indexOf(before) : this.childNodes.length, 0, child);
    child.parentNode = this;
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes[name] = String(value);
  }

  removeAttribute(name: string): void {
    delete this.attributes[name];
  }

  addEventListener(type: string, hear: Hear): void {
    this.listeners.set(type, hear);
  }

  removeEventListener(type: string): void {
    this.listeners.delete(type);
  }

  hear(type: string, event: object): void {
    this.listeners.get(type)?.call(this, Object.assign(event, { currentTarget: this }));
    this.parentNode?.hear(type, event);
  }

  scrollIntoView(): void {
    plainDocument.shown = this;
  }

  focus(): void {
    plainDocument.activeElement = this;
  }

  select(): void {}

  /** Every element in it of this kind, in the order of the page. */
  all(localName: string): PlainElement[] {
    return this.childNodes
      .filter((child) => child instanceof PlainElement)
      .flatMap((child) => [...(child.localName === localName ? [child] : []), ...child.all(localName)]);
  }
}

/** As much of a document as they ask of it. */
export const plainDocument = {
  visibilityState: "visible",
  activeElement: undefined as PlainElement | undefined,
  /** What was scrolled into view last. */
  shown: undefined as PlainElement | undefined,
  createTextNode: (data: string) => new PlainNode(3, data),
  createElementNS: (namespace: string, name: string) => new PlainElement(name, namespace),
};

const listening = new Map<string, Set<Hear>>();
/** What the components take from the window. Each test file has its own, so it is put in place again whenever something is drawn. */
const plainWindow = {
  document: plainDocument,
  addEventListener: (type: string, hear: Hear) =>
    void listening.set(type, new Set([...(listening.get(type) ?? []), hear])),
  removeEventListener: (type: string, hear: Hear) => void listening.get(type)?.delete(hear),
  getSelection: () => null,
  ResizeObserver: class {
    observe() {}
    disconnect() {}
  },
};
Object.assign(globalThis, plainWindow);

/** What happens anywhere in the page, such as a key. */
export function happen(type: string, event: Happening = {}): { prevented: boolean } {
  const said = { prevented: false };
  const whole = { ...event, preventDefault: () => Object.assign(said, { prevented: true }) };
  void act(() => listening.get(type)?.forEach((hear) => void hear(whole)));
  return said;
}

/** A component that is drawn. */
export interface Drawn {
  readonly root: PlainElement;
  readonly text: string;
  /** The only element of this kind with this name, or with any. */
  the(localName: string, name?: string): PlainElement;
  names(localName: string): string[];
  /** Does something with an element; what follows from it is drawn when this returns. */
  fire(element: PlainElement, type: string, event?: Happening): { prevented: boolean };
  click(name: string): void;
  /** Enters a value where a person would. */
  enter(element: PlainElement, value: string | boolean, type?: "input" | "change"): void;
  /** Draws again, with other properties. */
  again(component: ComponentChild): void;
  /** Waits for what was promised to be drawn. */
  settle(): Promise<void>;
  end(): void;
}

const iconNames = new Set(
  [...readFileSync("node_modules/@vscode/codicons/dist/codicon.css", "utf8").matchAll(/\.codicon-([\w-]+)/g)].map(
    ([, name]) => name,
  ),
);

/** An icon without a glyph would be a blank. */
function refuseBlankIcons(root: PlainElement): void {
  for (const { attributes } of root.all("span"))
    for (const [, name] of (attributes.class ?? "").matchAll(/\bcodicon-([^ ]+)/g))
      if (!iconNames.has(name)) throw new Error(`There is no icon "${name}".`);
}

/** Ends what a test has drawn: a component may have a timer. */
const drawnNow = new Set<() => void>();
afterEach(() => {
  for (const end of drawnNow) end();
  drawnNow.clear();
});

/** Draws a component without a browser, which would take seconds to start. What a style does is not seen here. */
export function draw(component: ComponentChild): Drawn {
  Object.assign(globalThis, plainWindow);
  const root = new PlainElement("body", "http://www.w3.org/1999/xhtml");
  const drawn = (change: () => void) => {
    void act(change);
    refuseBlankIcons(root);
  };
  const again = (one: ComponentChild) => drawn(() => render(one, root as unknown as Element));
  const end = () => again(null);
  drawnNow.add(end);
  again(component);
  const the = (localName: string, name?: string) => {
    const found = root.all(localName).filter((one) => name === undefined || one.name === name);
    const [only] = found;
    if (!only || found.length > 1)
      throw new Error(`${found.length} of ${localName} "${name ?? ""}" among ${JSON.stringify(names(localName))}`);
    return only;
  };
  const names = (localName: string) => root.all(localName).map((one) => one.name);
  const fire = (element: PlainElement, type: string, event: Happening = {}) => {
    const said = { prevented: false };
    const whole = { ...event, target: element, preventDefault: () => Object.assign(said, { prevented: true }) };
    drawn(() => element.hear(type, whole));
    return said;
  };
  return {
    root,
    get text() {
      return root.text;
    },
    the,
    names,
    fire,
    click: (name) => void fire(the("button", name), "click"),
    enter(element, value, type = "input") {
      Object.assign(element, typeof value === "boolean" ? { checked: value } : { value });
      fire(element, type);
    },
    again,
    settle: async () => {
      await act(() => new Promise<void>((resolve) => setImmediate(resolve)));
      refuseBlankIcons(root);
    },
    end,
  };
}
