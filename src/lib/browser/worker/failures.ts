import { transferHandlers } from 'comlink';
import { LikelyError, toFailure } from '../../core/errors.js';
import type { Failure } from '../../core/errors.js';

/** Lets a LikelyError keep its code and facts on the way from a worker to the page. Call it once on both sides. */
export function carryFailures(): void {
	const inherited = transferHandlers.get('throw');
	if (!inherited) return;
	transferHandlers.set('throw', {
		canHandle: inherited.canHandle,
		serialize: (thrown: { value: unknown }) => [toFailure(thrown.value), []],
		deserialize: (failure: Failure) => {
			throw new LikelyError(failure.code, failure.facts);
		}
	});
}
