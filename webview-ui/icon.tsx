/** A codicon. It says nothing to a screen reader: the words beside it, or its button's label, do. */
export function Icon({ name, spin = false, class: more = "" }: { name: string; spin?: boolean; class?: string }) {
  return <span class={`codicon codicon-${name} ${spin ? "codicon-modifier-spin" : ""} ${more}`} aria-hidden="true" />;
}
