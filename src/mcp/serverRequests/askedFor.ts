import { AsyncLocalStorage } from "node:async_hooks";
import type { ClientAnswers } from "../../core/questions/clientAnswers";

/**
 * Whose request the running code belongs to. What a server asks inside a result, or on the response stream of a request, is handled in
 * the course of that request, and so finds its client here.
 */
const asking = new AsyncLocalStorage<ClientAnswers | undefined>();

/** Runs a request for a client that answers itself. */
export const askedFor = <T>(answers: ClientAnswers | undefined, request: () => T): T =>
  answers ? asking.run(answers, request) : request();

/** Runs what outlives the request that caused it, such as the opening of a link. */
export const askedForNobody = <T>(work: () => T): T => (asking.getStore() ? asking.run(undefined, work) : work());

/** The client whose request is running. */
export const askingClient = (): ClientAnswers | undefined => asking.getStore();
