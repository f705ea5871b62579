import { LikelyError } from '../../core/errors.js';

/** Runs a database operation; what goes wrong becomes a LikelyError that a person can act on. */
export async function guarded<T>(operation: () => PromiseLike<T>): Promise<T> {
	try {
		return await operation();
	} catch (error) {
		throw storageFailure(error);
	}
}

/**
 * `storage.full`: no room left. `storage.outdated`: a newer page changed the layout. `storage.unavailable`: the browser
 * gives no database (private window, blocked by a setting, broken profile). `storage.failed`: anything else.
 */
export function storageFailure(error: unknown): LikelyError {
	if (error instanceof LikelyError) return error;
	const names = namesOf(error);
	const is = (...wanted: string[]) => wanted.some((name) => names.includes(name));
	const code = is('QuotaExceededError')
		? 'storage.full'
		: is('VersionError', 'DatabaseClosedError')
			? 'storage.outdated'
			: is('MissingAPIError', 'OpenFailedError', 'SecurityError', 'InvalidStateError', 'UnknownError')
				? 'storage.unavailable'
				: 'storage.failed';
	return new LikelyError(code, { message: String((error as Error | undefined)?.message ?? error) }, { cause: error });
}

/** The names of an error and of all that caused it; Dexie keeps the browser's own error in `inner`. */
function namesOf(error: unknown): string[] {
	const names: string[] = [];
	for (let at = error; at && typeof at === 'object' && names.length < 10; ) {
		const { name, inner, cause } = at as { name?: unknown; inner?: unknown; cause?: unknown };
		names.push(String(name));
		at = inner ?? cause;
	}
	return names;
}
