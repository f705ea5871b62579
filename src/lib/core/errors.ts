/** What went wrong, as data. `code` is stable and dotted (`file.empty`); `facts` hold only what a sentence needs. */
export interface Failure {
	readonly code: string;
	readonly facts: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** Carries a Failure through a throw. The sentence that a person reads is made in the ui (or the cli) from the code. */
export class LikelyError extends Error implements Failure {
	override readonly name = 'LikelyError';

	constructor(
		readonly code: string,
		readonly facts: Failure['facts'] = {},
		options?: { cause?: unknown }
	) {
		super(Object.keys(facts).length ? `${code} ${JSON.stringify(facts)}` : code, options);
	}
}

/** Any thrown value as a Failure; what is not one of ours becomes `unexpected`, an abort becomes `cancelled`. */
export function toFailure(error: unknown): Failure {
	if (error instanceof LikelyError) return { code: error.code, facts: error.facts };
	const named = error as { name?: unknown; message?: unknown; code?: unknown; facts?: unknown } | null | undefined;
	if (named?.name === 'AbortError') return { code: 'cancelled', facts: {} };
	return { code: 'unexpected', facts: { message: String(named?.message ?? error) } };
}
