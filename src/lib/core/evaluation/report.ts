import { LikelyError } from '../errors.js';
import type { Examples } from '../features/types.js';
import type { EvaluateOptions } from './evaluator.js';
import { Evaluator } from './evaluator.js';
import type { Metrics, Report, Verdict } from './types.js';

/**
 * Judges probabilities on labelled examples beside popularity's. p: [rows × products], row-major. baseline: the same
 * shape, or [products] where it is the same for every row. Pairs that are not asked (`entryIgnored`) are left out. The
 * interval of skill comes from a bootstrap over customers: all rows of a customer are drawn together.
 * Throws `evaluation.shape` {expected, found}, `evaluation.no_labels`, `evaluation.not_a_probability` {row, product}.
 * For more pairs than memory holds, use an `Evaluator` chunk by chunk; the figures are the same.
 */
export function evaluate(p: Float32Array, baseline: Float32Array, examples: Examples, options: EvaluateOptions): Report {
	const products = examples.book.products.length;
	const expected = examples.rows * products;
	const found = p.length !== expected ? p.length : baseline.length;
	if (found !== expected && (p.length !== expected || found !== products))
		throw new LikelyError('evaluation.shape', { expected, found });
	const evaluator = new Evaluator(examples, options);
	evaluator.add(p, baseline);
	return evaluator.report();
}

/** Whether a model beats popularity: better or worse only where the whole interval of its skill says so. */
export function verdictOf(metrics: Pick<Metrics, 'skill_low' | 'skill_high'>): Verdict {
	if (metrics.skill_low > 0) return 'better';
	return metrics.skill_high < 0 ? 'worse' : 'level';
}
