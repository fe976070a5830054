import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import type { ClientFeatures } from "../../core/questions/clientFeatures";

/** Calls `tell` whenever the server must hear that its folders are others than before: those of the hub, or of the client of its link. */
export function followRoots(server: string, features: ClientFeatures, tell: () => void): Disposable {
  const store = new DisposableStore();
  if (!features.can.roots) return store;
  let told = JSON.stringify(features.roots(server));
  const changed = () => {
    const now = JSON.stringify(features.roots(server));
    if (now === told) return; // the folders of other servers changed
    told = now;
    tell();
  };
  store.add(features.onRootsChanged(changed));
  if (features.onOwnerRootsChanged) store.add(features.onOwnerRootsChanged(tell));
  return store;
}
