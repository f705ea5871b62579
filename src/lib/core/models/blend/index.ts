import { LikelyError } from '../../errors.js';
import type { CalibrationPairs } from '../../evaluation/calibration-pairs.js';
import { dealFolds, gatherPairs } from '../../evaluation/calibration-pairs.js';
import { alignDates } from '../../evaluation/date-levels.js';
import type { Examples } from '../../features/types.js';
import { breathe } from '../../progress.js';
import { Random } from '../../random.js';
import { decodeModel } from '../decode.js';
import { readsHistories } from '../inputs.js';
import { someCustomers } from '../neighbours/memory.js';
import type { Answers, FitContext, Fitted, Model, ModelFamily } from '../types.js';
import { chooseMix, mixPairsOutside } from './choose.js';
import type { Mix, MixPairs } from './choose.js';
import { inside, links } from './mix.js';
import { blendModel, mixAnswers } from './model.js';

export interface BlendOptions {
	/** Parts of the validation customers that are held out in turn while the kind of mix is chosen, 2 to 20. */
	readonly folds: number;
}

/** Bought, and not bought, pairs beyond this many are sampled. */
const MOST_PAIRS = 2 ** 14;
/** Pairs of validation rows that members are asked for. */
const MOST_ASKED = 2 ** 22;

/**
 * A weighted mean of the models that were trained before (but popularity), of their log-odds or of their probabilities; the weights are
 * those with the lowest log loss on the validation customers, each member by what it says of those who did not calibrate
 * it (a linear or logarithmic opinion pool: Genest and Zidek
 * 1986; super learner: van der Laan et al. 2007). Never worse there than the best of its members. Members are
 * calibrated already; the blend needs no calibration of its own. Throws `blend.too_few`, `model.bad_option`.
 */
export const blend: ModelFamily<BlendOptions> = {
	name: 'blend',
	meaning: 'A weighted mean of the other models, with the weights that did best on customers set aside for checking.',
	defaults: { folds: 5 },
	fit,
	decode: decodeModel
};

async function fit(train: Examples, options: BlendOptions, context: FitContext): Promise<Fitted> {
	const { members = [], validation, seed, report, signal } = context;
	const answers = context.crossFitted ?? members.map((member): Answers => (examples) => member.predict(examples));
	if (!Number.isInteger(options.folds) || options.folds < 2 || options.folds > 20) throw new LikelyError('model.bad_option', { family: 'blend', option: 'folds' });
	if (members.length < 2) throw new LikelyError('blend.too_few', { members: members.length });
	if (!train.labels || !validation.labels) throw new LikelyError('model.unlabelled');
	const random = new Random(seed).fork('blend');
	const asked = someCustomers(validation, Math.max(1, Math.floor(MOST_ASKED / train.book.products.length)), random.fork('customers'));
	const gathered: CalibrationPairs[] = [];
	for (const [m, answer] of answers.entries()) {
		report({ stage: 'weighing', done: m, total: members.length });
		await breathe(signal);
		gathered.push(gatherPairs(answer(asked), asked, options.folds, MOST_PAIRS, random));
	}
	const explainable = members.map((member) => !readsHistories(member));
	const pairs = mixPairs(gathered);
	const mix = chooseMix(pairs, explainable);
	const mixes: Mix[] = [];
	// Of fewer folds nothing is left to choose a mix with.
	for (let fold = 0; pairs.folds > 2 && fold < pairs.folds; fold++) {
		await breathe(signal);
		mixes.push(chooseMix(mixPairsOutside(pairs, fold), explainable));
	}
	const foldOf = dealFolds(asked, options.folds, random);
	const used = members.filter((_, m) => mix.weights[m] > 0);
	return {
		model: blendModel(members, mix),
		crossFitted: (examples) => {
			const given = answers.map((answer) => answer(examples));
			const byFold = [mix, ...mixes].map((own) => mixAnswers(own, given));
			const products = members[0].products.length;
			return byFold[0].map((p, i) => byFold[foldOf[examples.customer[Math.floor(i / products)]] + 1]?.[i] ?? p);
		},
		facts: {
			mean_of: used.length === 1 ? 'one model' : mix.kind === 'log-odds' ? 'log-odds' : 'probabilities',
			...Object.fromEntries(members.map(({ family }, m) => [weightFact(family), Math.round(mix.weights[m] * 1000) / 1000]))
		}
	};
}

/** The name under which a blend's facts say how much a member counts, 0 to 1. */
function weightFact(family: Model['family']): string {
	return `weight_of_${family}`;
}

/** Members' probabilities at the latest date's level, of the same pairs. */
function mixPairs(gathered: readonly CalibrationPairs[]): MixPairs {
	const [{ label, weight, fold, folds }] = gathered;
	const { of, back } = links['log-odds'];
	const columns = gathered.map((pairs) => alignDates(Float64Array.from(pairs.p, (p) => of(inside(p))), pairs).map((z) => inside(back(z))));
	return { data: { columns, label, weight }, fold, folds };
}
