import type { ProductReadiness, Readiness, ReadinessCheck } from '$lib/core/data/readiness.js';
import { count, whole } from './numbers.js';

/** What a check asks for, what there is, and what to do about it. */
export function checkSentence({ code, have, want, met }: ReadinessCheck): string {
	switch (code) {
		case 'customers':
			return met ? count(have, ['# customer who ordered', '# customers who ordered']) : `${count(have, ['# customer who ordered', '# customers who ordered'])}; ${whole(want)} are usually asked for`;
		case 'days':
			return met
				? `${count(Math.round(have), 'day')} from the first order to the last`
				: `${count(Math.round(have), 'day')} from the first order to the last; ${whole(want)} show what comes back`;
		case 'loyal':
			return met ? `${count(have, 'customer')} with three orders or more` : `${count(have, 'customer')} with three orders or more; ${whole(want)} show habits`;
		case 'idle':
			return met
				? 'the last order is less than a month old'
				: count(Math.round(have), [
						'the last order is # day old: predictions are about the time right after it, not about today',
						'the last order is # days old: predictions are about the time right after it, not about today'
					]);
	}
}

export function verdictSentence({ verdict }: Readiness): string {
	if (verdict === 'enough') return 'There is enough here to learn from.';
	if (verdict === 'thin') return 'There is something to learn from here, but less than is usually asked for. The report will say how far to trust it.';
	return 'This is too little to learn from and to test. Bring a longer export, or more customers.';
}

/** What a product lacks, or that it lacks nothing. */
export function productGap({ buyers, recentBuyers, missing }: ProductReadiness): string {
	if (!missing.length) return /* @wc-include */ 'enough';
	const reasons = missing.map((code) => (code === 'buyers' ? count(buyers, ['only # buyer', 'only # buyers']) : count(recentBuyers ?? 0, ['# buyer in the last 90 days', '# buyers in the last 90 days'])));
	return reasons.join(', ');
}
