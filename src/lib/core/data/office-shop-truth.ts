import { chanceInOrder, gapBeyond, LEAVING, monthOf, PRODUCTS } from './office-shop-catalogue.js';
import type { ShopCustomer } from './office-shop-catalogue.js';

/** What had happened before the as-of day: whole days; Infinity back means never. */
export interface ShopState {
	readonly lastOrder: number;
	readonly lastPurchase: number;
	readonly ownsPrinter: boolean;
}

/**
 * The exact probability that a customer buys a product on one of the days asOf to asOf + horizon - 1, given all that
 * the customer did before asOf and who they are (pace, appetite, kind of printer, which the shop cannot see), but not
 * whether they have left for good: that stays as uncertain as their silence makes it.
 *
 * Orders are a renewal process with a chance of ending, and while the product is not bought its chance in an order
 * depends on the day and the printer alone. So the days of the horizon are gone through once: `visit[i]` is the
 * probability of an order on day i with the product not bought in the horizon before, without and with a printer owned
 * by then; an order's remaining probability is passed on to the days of the next one. Time: horizon squared.
 */
export function probabilityOfPurchase(
	customer: ShopCustomer,
	product: number,
	state: ShopState,
	asOf: number,
	horizon: number
): number {
	const staying = 1 - LEAVING[customer.segment];
	const silence = asOf - 1 - state.lastOrder;
	const waiting = 1 - staying + staying * gapBeyond(customer, silence);
	const gap = new Float64Array(horizon + 1);
	for (let days = 1; days <= horizon; days++)
		gap[days] = staying * (gapBeyond(customer, days - 1) - gapBeyond(customer, days));

	const without = new Float64Array(horizon);
	const owning = new Float64Array(horizon);
	const first = state.ownsPrinter ? owning : without;
	for (let i = 0; i < horizon; i++)
		first[i] = (staying * (gapBeyond(customer, silence + i) - gapBeyond(customer, silence + i + 1))) / waiting;

	let bought = 0;
	for (let i = 0; i < horizon; i++) {
		const month = monthOf(asOf + i);
		const since = asOf + i - state.lastPurchase;
		const chance = (printer: 'none' | 'new' | 'owned') =>
			chanceInOrder(PRODUCTS[product], customer, since, month, printer);
		const whenOwning = chance('owned');
		const newPrinter = product === 0 ? 0 : chanceInOrder(PRODUCTS[0], customer, Infinity, month, 'none');
		const notAndNone = (1 - newPrinter) * (1 - chance('none'));
		const notAndNew = newPrinter * (1 - chance('new'));
		bought += owning[i] * whenOwning + without[i] * (1 - notAndNone - notAndNew);
		const stillWithout = without[i] * notAndNone;
		const nowOwning = owning[i] * (1 - whenOwning) + without[i] * notAndNew;
		for (let later = i + 1; later < horizon; later++) {
			without[later] += stillWithout * gap[later - i];
			owning[later] += nowOwning * gap[later - i];
		}
	}
	return bought;
}
