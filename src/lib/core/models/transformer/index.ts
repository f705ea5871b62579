import { LikelyError } from '../../errors.js';
import type { Examples } from '../../features/types.js';
import { Random } from '../../random.js';
import { initialParameters } from '../neural/initial.js';
import { fitEncoders } from '../neural/material.js';
import { ableToTrain, startEngine } from '../neural/start-engine.js';
import { checkLearnable } from '../neural/options.js';
import { precisionMeter } from '../neural/precision.js';
import { samplingOf } from '../neural/sample.js';
import { factsOf, fingerprint, trainSession } from '../neural/session.js';
import type { FitContext, Fitted, ModelFamily } from '../types.js';
import { planGraphFront } from './graph-front.js';
import { initialiseFront } from './initial.js';
import { decodeTransformer, transformerLayout, TransformerModel } from './model.js';
import type { TransformerOptions } from './options.js';
import { checkTransformerOptions, transformerDefaults } from './options.js';
import { planSequencePass } from './pass.js';
import { fitFactScale, sequencesOf } from './sequences.js';

export type { TransformerOptions } from './options.js';
export { TransformerModel } from './model.js';

/**
 * A small transformer over the customer's baskets in front of the sigmoid network: each basket is a set of products
 * with its time gap, and causal attention weighs the baskets before the moment that is asked about. It trains
 * where `neural` does. It has no answer to the question `ever`,
 * whose features leave out what the sequence shows: `model.unsuited_question`. Throws `model.bad_option`,
 * `model.unlabelled` and `model.empty`, too. Same train, options, seed and backend: same model, to the bit.
 */
export const transformer: ModelFamily<TransformerOptions> = {
	name: 'transformer',
	meaning: 'A network that reads the customer’s baskets in their order, and how long ago each was.',
	defaults: transformerDefaults,
	fit,
	decode: decodeTransformer
};

async function fit(train: Examples, options: TransformerOptions, context: FitContext): Promise<Fitted> {
	const { width, heads, layers, window, hidden } = options;
	if (train.question.kind === 'ever') throw new LikelyError('model.unsuited_question', { family: 'transformer', question: 'ever' });
	checkTransformerOptions(options);
	checkLearnable('transformer', train, context.validation);
	const tf = await import('@tensorflow/tfjs-core');
	const random = new Random(context.seed).fork('transformer');
	const encoders = fitEncoders(train);
	const own = encoders.own.inputs ? Math.max(1, options.own) : 0;
	const products = train.book.products.length;
	const { inputs } = encoders.customer;
	const shape = { width, heads, layers, window, hidden, own, products, inputs, ownInputs: own ? encoders.own.inputs : 0 };
	const layout = transformerLayout(shape);
	const factScale = fitFactScale(train);
	const material = sequencesOf(train, encoders, factScale, window);
	const validation = sequencesOf(context.validation, encoders, factScale, window);
	const pass = planSequencePass(shape);
	const sampling = samplingOf(options.negatives, layout, material, context.seed);
	const plan = { layout, train: material, validation, absent: encoders.absent, batch: options.batch, pass, front: planGraphFront(shape), ...(sampling && { sampling }) };
	const modelOf = (parameters: Float32Array) =>
		new TransformerModel(train.features, train.book.products, { layout, encoders, parameters }, shape, factScale);
	const meter = precisionMeter(context.validation);
	const trained = await trainSession(
		{
			family: 'transformer',
			size: layout.size,
			rows: train.rows,
			run: fingerprint(options, context.seed, material, validation),
			options,
			random,
			tf,
			able: ableToTrain,
			precision: (parameters) => meter((examples) => modelOf(parameters).predict(examples)),
			initial: () => {
				const parameters = initialParameters(layout, material, random.fork('weights'));
				initialiseFront(layout, parameters, random.fork('front'));
				return parameters;
			},
			engineFrom: (start) => startEngine(tf, plan, start)
		},
		context
	);
	return {
		model: modelOf(trained.parameters),
		curve: trained.curve,
		facts: factsOf(trained, layout.size, sampling)
	};
}
