import { clip } from '../../models/neural/encoder.js';
import type { Encoder } from '../../models/neural/encoder.js';
import { matricesOf, transposed } from '../../models/neural/export/weights.js';
import type { Matrix } from '../../models/neural/export/weights.js';
import type { Network } from '../../models/neural/predictor.js';
import { float, float32 } from './dialect.js';
import type { Dialect } from './dialect.js';
import { numberedTable } from './insert.js';

/** The tables `likely_encoders` and `likely_weights`. */
export function networkTablesSql(d: Dialect, network: Network): string {
	const { encoders, layout } = network;
	const encoderColumns = [
		['part', d.text],
		['input', 'INTEGER'],
		['feature', 'INTEGER'],
		['kind', d.text],
		['mean', d.double],
		['scale', d.double],
		['code', 'INTEGER']
	] as const;
	const encoder = [...encoderRows('customer', encoders.customer), ...encoderRows('product', encoders.own)];
	const weightColumns = [['layer', d.text], ['input', 'INTEGER'], ['unit', 'INTEGER'], ['weight', d.real]] as const;
	const matrix = matricesOf(network);
	const biased = (name: string, weights: string, biases: string) => [...weightRows(name, matrix(weights), 1), ...weightRows(name, matrix(biases), 0)];
	const weights = layout.shape.hidden.flatMap((_, l) => biased(`hidden ${l + 1}`, `weights.${l}`, `biases.${l}`));
	weights.push(...weightRows('output', transposed(matrix('output')), 1), ...weightRows('output', matrix('outputBiases'), 0));
	if (hasOwn(network)) {
		weights.push(...biased('context', 'ownContext', 'ownBiases'), ...weightRows('own', matrix('ownWeights'), 1));
		weights.push(...weightRows('never bought', neverBought(network), 0));
		weights.push(...weightRows('own output', transposed(matrix('ownOutput')), 1));
	}
	return `-- How features become inputs of the network: a number is (value - mean) * scale, within ${clip} on both sides of 0,
-- a logarithm the same of ln(1 + value), 0 where missing. The others are 1 where the value is missing, or has a code.
${numberedTable(d, 'likely_encoders', encoderColumns, encoder)}

-- The weight from an input of a layer to a unit of it. Input 0 is always 1. Units of the output are products.
${numberedTable(d, 'likely_weights', weightColumns, weights)}`;
}

const hasOwn = ({ layout }: Network): boolean => layout.slot('ownBiases').columns > 0;

function encoderRows(part: string, e: Encoder): string[][] {
	const rows: string[][] = [];
	const row = (input: number, feature: number, kind: string, mean: string, scale: string, code: string) =>
		rows.push([part, String(input + 1), String(feature + 1), kind, mean, scale, code]);
	e.kind.forEach((kind, f) => {
		if (kind === 2) {
			const next = e.kind.findIndex((other, g) => g > f && other === 2);
			const end = next < 0 ? e.codeInput.length : e.first[next];
			for (let at = e.first[f]; at < end; at++)
				if (e.codeInput[at] >= 0) row(e.codeInput[at], f, 'code', '', '', String(at - e.first[f]));
			return;
		}
		row(e.first[f], f, kind === 1 ? 'logarithm' : 'number', float(e.mean[f]), float(e.scale[f]), '');
		if (e.missing[f] >= 0) row(e.missing[f], f, 'missing', '', '', '');
	});
	return rows;
}

/** Rows of a matrix [inputs × units]; its first row is input number `from`. */
function weightRows(layer: string, { values, rows, columns }: Matrix, from: number): string[][] {
	return Array.from(values, (value, i) => [layer, String(Math.floor(i / columns) + from), String((i % columns) + 1), float32(value)]).slice(0, rows * columns);
}

/** What the features of a product that was never bought add to each own unit, [1 × own]. */
function neverBought({ encoders, layout, parameters }: Network): Matrix {
	const { offset, rows, columns } = layout.slot('ownWeights');
	const values = new Float32Array(columns);
	for (let unit = 0; unit < columns; unit++) {
		let sum = 0;
		for (let input = 0; input < rows; input++) sum += encoders.absent[input] * parameters[offset + input * columns + unit];
		values[unit] = sum;
	}
	return { values, rows: 1, columns };
}

/** The query that encodes vectors: one row per input that is not 0, and input 0. key: the columns that tell rows apart. */
function encoded(d: Dialect, part: string, table: string, key: string): string {
	const value = `CAST(${d.element('v.vector', 'e.feature')} AS ${d.double})`;
	const number = (x: string) => `GREATEST(-${clip}, LEAST(${clip}, (${x} - e.mean) * e.scale))`;
	return `SELECT ${key}, input, value
  FROM (
    SELECT v.*, e.input, CASE e.kind
        WHEN 'code' THEN CASE WHEN ${value} = e.code THEN 1 ELSE 0 END
        WHEN 'missing' THEN CASE WHEN ${value} IS NULL THEN 1 ELSE 0 END
        WHEN 'logarithm' THEN CASE WHEN ${value} IS NULL THEN 0 ELSE ${number(`LN(1 + GREATEST(0, ${value}))`)} END
        ELSE CASE WHEN ${value} IS NULL THEN 0 ELSE ${number(value)} END
      END AS value
    FROM ${table} v
    JOIN likely_encoders e ON e.part = '${part}'
  ) encoded
  WHERE value <> 0`;
}

const one = (d: Dialect) => `CAST(1 AS ${d.double})`;

/** SUM(weight * x) over the inputs of a layer, by key and unit. */
function layerSql(d: Dialect, layer: string, from: string, key: string): string {
	return `SELECT ${key}, w.unit, SUM(x.value * CAST(w.weight AS ${d.double})) AS value
  FROM ${from} x
  JOIN likely_weights w ON w.layer = '${layer}' AND w.input = x.input
  GROUP BY ${key}, w.unit`;
}

/**
 * The table `likely_raw` (customer, product_no, raw), the network's probability before calibration, and on the way
 * `likely_trunk` with the answers of the last hidden layer.
 */
export function networkSql(d: Dialect, network: Network, withoutOwn: boolean): string {
	const key = 'customer, without_product';
	const inputs = (cte: string, query: string, keyColumns: string, table: string) => `${cte} AS (
  ${query}
  UNION ALL
  SELECT ${keyColumns}, 0, ${one(d)} FROM ${table}
)`;
	const layers = network.layout.shape.hidden.flatMap((_, l) => {
		const relu = `SELECT ${key}, unit AS input, GREATEST(0, value) AS value FROM sum_${l + 1}`;
		return [
			`sum_${l + 1} AS (\n  ${layerSql(d, `hidden ${l + 1}`, `layer_${l}`, key)}\n)`,
			inputs(`layer_${l + 1}`, relu, key, 'likely_customer_vectors')
		];
	});
	const trunk = `WITH ${[inputs('layer_0', encoded(d, 'customer', 'likely_customer_vectors', key), key, 'likely_customer_vectors'), ...layers].join(',\n')}
SELECT customer, without_product, input, value FROM layer_${network.layout.shape.hidden.length}`;
	const ofPair = withoutOwn
		? `  SELECT v.customer, v.without_product, p.product_no
  FROM likely_customer_vectors v
  JOIN likely_products p ON v.without_product = p.product
  UNION ALL
  SELECT v.customer, v.without_product, p.product_no
  FROM likely_customer_vectors v
  CROSS JOIN likely_products p
  LEFT JOIN likely_customer_vectors owned ON owned.customer = v.customer AND owned.without_product = p.product
  WHERE v.without_product = '' AND owned.customer IS NULL`
		: `  SELECT v.customer, v.without_product, p.product_no
  FROM likely_customer_vectors v
  CROSS JOIN likely_products p`;
	const ctes = [`pairs AS (\n${ofPair}\n)`, `outputs AS (\n  ${layerSql(d, 'output', 'likely_trunk', key)}\n)`];
	const own = hasOwn(network);
	if (own) ctes.push(...ownCtes(d, key));
	const logit = own ? 'o.value + s.value' : 'o.value';
	const raw = `WITH ${ctes.join(',\n')}
SELECT q.customer, q.product_no, CAST(1 / (1 + EXP(-GREATEST(-80, LEAST(80, ${logit})))) AS ${d.real}) AS raw
FROM pairs q
JOIN outputs o ON o.customer = q.customer AND o.without_product = q.without_product AND o.unit = q.product_no${own ? '\nJOIN own_sums s ON s.customer = q.customer AND s.product_no = q.product_no' : ''}`;
	return `${d.createTable('likely_trunk', trunk)}

${d.createTable('likely_raw', raw)}`;
}

/** Every product reads the customer through a small net over its own features: output * relu(context + own features). */
function ownCtes(d: Dialect, key: string): string[] {
	const pair = 'customer, product_no';
	return [
		`context AS (\n  ${layerSql(d, 'context', 'likely_trunk', key)}\n)`,
		`own_inputs AS (\n  ${encoded(d, 'product', 'likely_product_vectors', pair)}\n)`,
		`bought AS (\n  ${layerSql(d, 'own', 'own_inputs', pair)}\n)`,
		`own_sums AS (
  SELECT q.customer, q.product_no,
    SUM(CAST(t.weight AS ${d.double}) * GREATEST(0, c.value + CASE WHEN v.customer IS NULL THEN CAST(n.weight AS ${d.double}) ELSE COALESCE(b.value, 0) END)) AS value
  FROM pairs q
  JOIN context c ON c.customer = q.customer AND c.without_product = q.without_product
  JOIN likely_weights n ON n.layer = 'never bought' AND n.unit = c.unit
  JOIN likely_weights t ON t.layer = 'own output' AND t.input = c.unit AND t.unit = q.product_no
  LEFT JOIN likely_product_vectors v ON v.customer = q.customer AND v.product_no = q.product_no
  LEFT JOIN bought b ON b.customer = q.customer AND b.product_no = q.product_no AND b.unit = c.unit
  GROUP BY q.customer, q.product_no
)`
	];
}
