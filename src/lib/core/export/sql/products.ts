import { readsModel, shiftsOf } from './calibration.js';
import { float, float32 } from './dialect.js';
import type { Dialect } from './dialect.js';
import { filledTable } from './insert.js';
import type { TakenApart } from './model.js';
import { basesOf } from './trees.js';

/**
 * The table `likely_products`: the products of the model by number, from 1, with what their trees add to, the shift of
 * the calibration, and, of a model that answers everybody the same, the rate.
 */
export function productsSql(d: Dialect, products: readonly string[], { trees, rates, calibration }: TakenApart): string {
	const bases = trees && basesOf(trees);
	const shifts = calibration && shiftsOf(calibration.map);
	const rows = products.map((product, i) => [
		String(i + 1),
		d.string(product),
		bases?.[i] ?? float(0),
		shifts?.[i] ?? float(0),
		rates ? float32(rates[i]) : 'NULL'
	]);
	const columns = [['product_no', 'INTEGER'], ['product', d.text], ['base', d.double], ['shift', d.double], ['rate', d.real]] as const;
	return filledTable(d, 'likely_products', columns, rows);
}

/** Whether anything but the table of products is needed for the probabilities. */
export const needsModel = ({ rates, calibration }: TakenApart): boolean => !rates && (!calibration || readsModel(calibration.map));
