import * as v from 'valibot';
import { LikelyError } from '../errors.js';
import type { Calibration } from '../evaluation/calibration.js';
import { calibrate, calibrateProduct } from '../evaluation/calibration-map.js';
import type { EncodedModel, Model, Numbers } from './types.js';

const KINDS = [
	'popularity',
	'identity',
	'temperature',
	'platt',
	'platt-popularity',
	'beta',
	'beta-popularity',
	'isotonic'
] as const;
const PREFIX = 'calibration.';

const finite = v.pipe(v.number(), v.finite());
const weight = v.pipe(finite, v.minValue(0));
/** NaN has no place in JSON: null stands for it. */
const metaSchema = v.object({
	kind: v.picklist(KINDS),
	clip: v.pipe(finite, v.minValue(1e-9), v.maxValue(0.1)),
	bias: finite,
	odds: weight,
	against: weight,
	popularity: weight,
	spread: weight,
	logLoss: v.nullable(finite),
	candidates: v.array(v.object({ kind: v.picklist(KINDS), logLoss: finite }))
});

/** A model whose probabilities have gone through a calibration; the way it is told apart is `calibration`. */
export interface CalibratedModel extends Model {
	readonly calibration: Calibration;
	/** The model without it. */
	readonly raw: Model;
}

/** Whether a model's probabilities have gone through a calibration. */
export function isCalibrated(model: Model): model is CalibratedModel {
	return 'calibration' in model && 'raw' in model;
}

/** The model with calibrated probabilities. It keeps its family name; the calibration travels in its encoding. */
export function calibrated(model: Model, calibration: Calibration): CalibratedModel {
	const { map } = calibration;
	return {
		family: model.family,
		features: model.features,
		products: model.products,
		calibration,
		raw: model,
		...(model.inputs && { inputs: model.inputs }),
		predict: (examples) => calibrate(map, model.predict(examples)),
		predictProduct: (product, table, rows) => calibrateProduct(map, product, model.predictProduct(product, table, rows)),
		...(model.coalitions && {
			coalitions: (...[product, ...rest]: Parameters<NonNullable<Model['coalitions']>>) =>
				calibrateProduct(map, product, model.coalitions?.(product, ...rest) ?? new Float64Array(0))
		}),
		...(model.effectiveCoalitions && {
			effectiveCoalitions(...[product, ...rest]: Parameters<NonNullable<Model['effectiveCoalitions']>>) {
				const found = model.effectiveCoalitions?.(product, ...rest);
				return { groups: found?.groups ?? new Int32Array(0), worths: calibrateProduct(map, product, found?.worths ?? new Float64Array(1)) };
			}
		}),
		...(model.foresee && { foresee: model.foresee.bind(model) }),
		...(model.likeness && { likeness: model.likeness.bind(model) }),
		encode() {
			const inner = model.encode();
			const { kind, spread, logLoss, candidates } = calibration;
			const { clip, bias, odds, against, popularity, rateLogit, offset, knots } = map;
			const meta: v.InferOutput<typeof metaSchema> = {
				...{ kind, clip, bias, odds, against, popularity },
				spread,
				logLoss: Number.isFinite(logLoss) ? logLoss : null,
				candidates: [...candidates]
			};
			return {
				...inner,
				meta: { ...inner.meta, calibration: meta },
				buffers: {
					...inner.buffers,
					[`${PREFIX}rateLogit`]: rateLogit,
					[`${PREFIX}offset`]: offset,
					...(knots && { [`${PREFIX}x`]: knots.x, [`${PREFIX}y`]: knots.y })
				}
			};
		}
	};
}

/**
 * Undoes `encode`: the inner model is decoded by `decodeInner` from what is left without the calibration, and wrapped
 * again. A model without a calibration comes back as `decodeInner` gives it. Throws `model.damaged` {family} where the
 * calibration's sizes or values do not fit, besides what `decodeInner` throws.
 */
export function decodeCalibrated(encoded: EncodedModel, decodeInner: (encoded: EncodedModel) => Model): Model {
	const { calibration: meta, ...innerMeta } = encoded.meta;
	if (meta === undefined) return decodeInner(encoded);
	const entries = Object.entries(encoded.buffers);
	const inner = {
		...encoded,
		meta: innerMeta,
		buffers: Object.fromEntries(entries.filter(([name]) => !name.startsWith(PREFIX)))
	};
	return calibrated(decodeInner(inner), readCalibration(encoded, meta));
}

function readCalibration({ family, products, buffers }: EncodedModel, meta: unknown): Calibration {
	const read = v.safeParse(metaSchema, meta);
	const rateLogit = numbers(buffers[`${PREFIX}rateLogit`]);
	const offset = numbers(buffers[`${PREFIX}offset`]);
	const x = numbers(buffers[`${PREFIX}x`]);
	const y = numbers(buffers[`${PREFIX}y`]);
	const isotonic = read.success && read.output.kind === 'isotonic';
	if (
		!read.success ||
		rateLogit?.length !== products.length ||
		offset?.length !== products.length ||
		isotonic !== (x !== undefined && y !== undefined && x.length > 0 && x.length === y.length && ascends(x) && ascends(y))
	)
		throw new LikelyError('model.damaged', { family });
	const { kind, clip, bias, odds, against, popularity, spread, logLoss, candidates } = read.output;
	const knots = x && y && { x, y };
	return {
		kind,
		map: { clip, bias, odds, against, popularity, rateLogit, offset, ...(knots && { knots }) },
		spread,
		logLoss: logLoss ?? NaN,
		candidates
	};
}

/** Finite float64 numbers, or undefined. */
const numbers = (buffer: Numbers | undefined) =>
	buffer instanceof Float64Array && buffer.every(Number.isFinite) ? buffer : undefined;

const ascends = (values: Float64Array) => values.every((value, i) => i === 0 || value > values[i - 1]);
