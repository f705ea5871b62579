import { NumberColumn } from './line-values.js';
import type { Category } from './types.js';

/** From one line of a product to the next one with another quantity: how often a price stayed as it was, and how often it moved with the quantity. */
export interface PriceEvidence {
	/** Lines that were compared; where prices move in other ways, they say nothing. */
	readonly compared: number;
	readonly ofPiece: number;
	readonly ofLine: number;
}

const MOST_ROWS = 200_000;
const ENOUGH = 20;
const LEAST_SHARE = 0.1;
/** Prices are the same but for rounding. */
const SAME = 0.02;

/**
 * Whether money beside a quantity is that of a piece or of the whole line, from what it does where the same product is
 * bought in another quantity. Looks at the first 200,000 rows; columns are [rows].
 */
export function priceEvidence(product: Category, money: Category, quantity: Category, mark: '.' | ','): PriceEvidence {
	const prices = new NumberColumn(money, mark, NaN);
	const quantities = new NumberColumn(quantity, mark, NaN);
	const lastPrice = new Float64Array(product.values.length);
	const lastQuantity = new Float64Array(product.values.length);
	let compared = 0;
	let ofPiece = 0;
	let ofLine = 0;
	for (let row = 0; row < Math.min(MOST_ROWS, product.codes.length); row++) {
		const code = product.codes[row];
		const price = prices.read(row);
		const pieces = quantities.read(row);
		if (code < 0 || !(price > 0) || !(pieces > 0)) continue;
		if (lastPrice[code] > 0 && lastQuantity[code] !== pieces) {
			const moved = Math.abs(Math.log(price / lastPrice[code]));
			const movedEach = Math.abs(Math.log((price * lastQuantity[code]) / (lastPrice[code] * pieces)));
			compared++;
			if (moved < SAME) ofPiece++;
			else if (movedEach < SAME) ofLine++;
		}
		lastPrice[code] = price;
		lastQuantity[code] = pieces;
	}
	return { compared, ofPiece, ofLine };
}

/** What the evidence says: `line`, `piece`, or `unclear` where it says both; undefined where there is too little. */
export function priceIsOf({ compared, ofPiece, ofLine }: PriceEvidence): 'line' | 'piece' | 'unclear' | undefined {
	if (ofPiece + ofLine < Math.max(ENOUGH, LEAST_SHARE * compared)) return undefined;
	const share = ofLine / (ofPiece + ofLine);
	return share >= 0.7 ? 'line' : share <= 0.3 ? 'piece' : 'unclear';
}
