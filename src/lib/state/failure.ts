import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';

/** Undefined for what the person asked for (a cancel), the failure otherwise. */
export function unlessCancelled(error: unknown): Failure | undefined {
	const failure = toFailure(error);
	return failure.code === 'cancelled' ? undefined : failure;
}
