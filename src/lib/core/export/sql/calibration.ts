import type { Calibration } from '../../evaluation/calibration.js';
import type { CalibrationMap } from '../../evaluation/calibration-map.js';
import { float } from './dialect.js';
import type { Dialect } from './dialect.js';
import { filledTable } from './insert.js';

/** Whether the map leaves anything of the model: it does not where everybody gets what is popular. */
export function readsModel({ odds, against, knots }: CalibrationMap): boolean {
	return knots !== undefined || odds !== 0 || against !== 0;
}

/** [products] the part of a product's logit that does not depend on the raw probability, as literals. */
export function shiftsOf({ bias, popularity, rateLogit, offset }: CalibrationMap): string[] {
	return Array.from(offset, (shift, product) => float(bias + popularity * rateLogit[product] + shift));
}

/** The table `likely_knots`: a piecewise linear map, a row a piece, the first and the last without an end. */
export function knotsSql(d: Dialect, knots: NonNullable<CalibrationMap['knots']>): string {
	const { x, y } = knots;
	const last = x.length - 1;
	const slope = 0.5;
	const piece = (low: string, high: string, at: number, rise: number) => [low, high, float(x[at]), float(y[at]), float(rise)];
	const rows = [
		piece('-1e30', float(x[0]), 0, slope),
		...Array.from({ length: last }, (_, i) => piece(float(x[i]), float(x[i + 1]), i, (y[i + 1] - y[i]) / (x[i + 1] - x[i]))),
		piece(float(x[last]), '1e30', last, slope)
	];
	const columns = ['low', 'high', 'x', 'y', 'slope'].map((name) => [name, d.double] as const);
	return `-- The calibration, piece by piece: y + slope * (log-odds - x) from low to high.\n${filledTable(d, 'likely_knots', columns, rows)}`;
}

/** The query of `likely_probabilities` (customer, product, probability). Without a calibration the raw ones stand. */
export function probabilitiesSql(d: Dialect, calibration: Calibration | undefined): string {
	const { map } = calibration ?? {};
	const from = 'FROM likely_raw r\nJOIN likely_products p ON p.product_no = r.product_no';
	const select = (probability: string) => `SELECT r.customer, p.product, ${probability} AS probability`;
	if (!map) return `${select(`CAST(r.raw AS ${d.double})`)}\n${from}`;
	const sigmoid = (z: string) => `1 / (1 + EXP(-GREATEST(-80, LEAST(80, ${z}))))`;
	if (!readsModel(map))
		return `-- On validation the model was not surely better than what is popular, so everybody gets the rate of each product.
SELECT s.customer, p.product, ${sigmoid('p.shift')} AS probability
FROM likely_snapshots s
CROSS JOIN likely_products p
WHERE s.without_product = ''`;
	const low = float(map.clip);
	const kept = `raw AS (
  SELECT customer, product_no, GREATEST(${low}, LEAST(${float(1 - map.clip)}, CAST(raw AS ${d.double}))) AS q
  FROM likely_raw
)`;
	if (map.knots)
		return `WITH ${kept},
logits AS (SELECT customer, product_no, LN(q / (1 - q)) AS logit FROM raw)
SELECT r.customer, p.product, ${sigmoid('p.shift + k.y + k.slope * (r.logit - k.x)')} AS probability
FROM logits r
JOIN likely_products p ON p.product_no = r.product_no
JOIN likely_knots k ON r.logit >= k.low AND r.logit < k.high`;
	return `WITH ${kept}
${select(sigmoid(`p.shift + ${float(map.odds)} * LN(r.q) - ${float(map.against)} * LN(1 - r.q)`))}
${from.replace('likely_raw', 'raw')}`;
}
