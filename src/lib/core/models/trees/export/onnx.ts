import type { CalibrationMap } from '../../../evaluation/calibration-map.js';
import { END_SLOPE } from '../../../evaluation/isotonic.js';
import { OnnxGraph } from '../../neural/export/onnx-graph.js';
import type { TreeModel } from '../model.js';
import { categoryQuestions, ensembleNode } from './ensemble.js';

/**
 * A forest or boosted trees as an ONNX file, calibration included where there is one. Inputs, raw, NaN missing, columns as
 * in the metadata: `customer` [rows × customer features] and, where products have features, `product` [rows × products ×
 * product features]. Output: `probability` [rows × products]. Thresholds are float32 in the model already, so float32
 * inputs take the very same way through each tree; leaves are summed in float32, which costs the last digits.
 */
export function toTreesOnnx(model: TreeModel, calibration?: CalibrationMap): Uint8Array<ArrayBuffer> {
	const { features, products, parts } = model;
	const g = new OnnxGraph();
	const customer = g.input('customer', ['rows', features.customer.length]);
	const own = features.product.length ? g.input('product', ['rows', products.length, features.product.length]) : undefined;
	const columns = products.map((_, p) => {
		const x = own ? g.node('Concat', [customer, g.node('Gather', [own, g.integer(p)], { axis: 1 })], { axis: 1 }) : customer;
		return ensembleNode(g, categoryQuestions(g, x, parts, p), parts, p);
	});
	let raw = columns.length === 1 ? columns[0] : g.node('Concat', columns, { axis: 1 });
	if (parts.link === 'logistic') raw = g.node('Sigmoid', [g.node('Add', [raw, g.floats(parts.base, [products.length])])]);
	if (calibration) addCalibration(g, raw, calibration);
	else g.node('Identity', [raw], {}, 'probability');
	g.output('probability', ['rows', products.length]);
	const names = (list: readonly { readonly name: string; readonly values?: readonly string[] }[]) =>
		JSON.stringify(list.map(({ name, values }) => (values ? { name, values } : { name })));
	return g.finish('likely', {
		customer: names(features.customer),
		product: names(features.product),
		products: JSON.stringify(products)
	});
}

/** See calibrateOne; in float64, so that what a map makes of a probability near 0 or 1 is the same. */
function addCalibration(g: OnnxGraph, raw: string, map: CalibrationMap): void {
	const products = map.offset.length;
	const one = (value: number) => g.doubles([value], []);
	const given = g.node('Cast', [raw], { to: 11 });
	const q = g.node('Min', [g.node('Max', [given, one(map.clip)]), one(1 - map.clip)]);
	const [yes, no] = [g.node('Log', [q]), g.node('Log', [g.node('Sub', [one(1), q])])];
	const sides = (odds: number, against: number) => g.node('Sub', [g.node('Mul', [yes, one(odds)]), g.node('Mul', [no, one(against)])]);
	const shift = map.offset.map((offset, j) => map.bias + map.popularity * map.rateLogit[j] + offset);
	const told = map.knots ? addKnots(g, sides(1, 1), map.knots) : sides(map.odds, map.against);
	const z = g.node('Add', [told, g.doubles(shift, [products])]);
	g.node('Cast', [g.node('Sigmoid', [z])], { to: 1 }, 'probability');
}

/** See interpolate: a step of its own for the way from each knot to the next, and the ends beyond the outer ones. */
function addKnots(g: OnnxGraph, x: string, { x: at, y }: NonNullable<CalibrationMap['knots']>): string {
	const last = at.length - 1;
	const one = (value: number) => g.doubles([value], []);
	const below = g.node('Min', [g.node('Sub', [x, one(at[0])]), one(0)]);
	const above = g.node('Max', [g.node('Sub', [x, one(at[last])]), one(0)]);
	const ends = g.node('Mul', [g.node('Add', [below, above]), one(END_SLOPE)]);
	const value = g.node('Add', [ends, one(y[0])]);
	if (last === 0) return value;
	const steps = Array.from({ length: last }, (_, k) => k);
	const from = g.doubles(at.slice(0, last), [last]);
	const width = g.doubles(steps.map((k) => at[k + 1] - at[k]), [last]);
	const rise = g.doubles(steps.map((k) => y[k + 1] - y[k]), [last]);
	const way = g.node('Div', [g.node('Sub', [g.node('Unsqueeze', [x, g.integers([2])]), from]), width]);
	const share = g.node('Min', [g.node('Max', [way, one(0)]), one(1)]);
	const risen = g.node('ReduceSum', [g.node('Mul', [share, rise]), g.integers([2])], { keepdims: 0 });
	return g.node('Add', [value, risen]);
}
