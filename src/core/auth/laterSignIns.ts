import type { SignIns } from "./signIns";

/** Sign-ins whose code is loaded when somebody first needs them. */
export const laterSignIns = (load: () => Promise<SignIns>): SignIns => ({
  method: async (...of) => (await load()).method(...of),
  signIn: async (...of) => (await load()).signIn(...of),
  signOut: async (...of) => (await load()).signOut(...of),
  accounts: async (...of) => (await load()).accounts(...of),
  use: async (...of) => (await load()).use(...of),
  forgetAll: async (...of) => (await load()).forgetAll(...of),
  secretChanged: async (...of) => (await load()).secretChanged(...of),
  async *diagnose(...of) {
    yield* (await load()).diagnose(...of);
  },
});
