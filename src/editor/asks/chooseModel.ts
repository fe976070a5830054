/** A language model, as far as the choice goes. */
export interface NamedModel {
  readonly id: string;
  readonly name: string;
  readonly family: string;
}

/**
 * The first model that a hint names, the hints in their order; without one, the editor's first. A hint is a name or a part of one
 * (specification, sampling, model preferences).
 */
export function chooseModel<M extends NamedModel>(models: readonly M[], hints: readonly string[]): M | undefined {
  for (const hint of hints) {
    const wanted = hint.toLowerCase();
    const found = models.find(({ id, name, family }) =>
      [id, family, name].some((known) => known.toLowerCase().includes(wanted)),
    );
    if (found) return found;
  }
  return models[0];
}
