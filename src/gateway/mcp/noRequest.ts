import { RpcError, rpcCodes } from "./rpc";

/** For views, which only say what a client can answer: a question comes with a request, which has its own way to the client. */
export const noRequest = (): Promise<never> =>
  Promise.reject(new RpcError(rpcCodes.internal, "There is no request to ask about."));
