import type { ParameterValue } from '$lib/core/explanation/types.js';
import type { Parameter } from '$lib/core/project/cards.js';

/** So many parameters can be shown at once. */
const MOST = 60;

/**
 * The parameters to show of a product: all of the customer and its own. Where whole histories make them thousands, the product's
 * comes first, and those of others are left out that neither side bought and nobody has `touched`, and of many the ones bought least.
 */
export function shownParameters(all: readonly Parameter[], product: string, touched: (parameter: string) => boolean = () => false): readonly Parameter[] {
	const concerned = all.filter((p) => p.product === undefined || p.product === product);
	if (concerned.length <= MOST) return concerned;
	const bought = ({ value, baseline }: Parameter) => Math.max(amount(value), amount(baseline));
	const isOther = ({ feature }: Parameter) => feature.history !== undefined && feature.history !== product;
	const others = concerned.filter((p) => isOther(p) && !touched(p.name) && bought(p) > 0).sort((a, b) => bought(b) - bought(a));
	const left = new Set(others.slice(0, Math.max(0, MOST - concerned.filter((p) => !isOther(p)).length)));
	const isOwn = ({ feature }: Parameter) => feature.history === product;
	return [...concerned.filter(isOwn), ...concerned.filter((p) => !isOwn(p) && (!isOther(p) || touched(p.name) || left.has(p)))];
}

const amount = (value: ParameterValue) => (typeof value === 'number' && value > 0 ? value : 0);
