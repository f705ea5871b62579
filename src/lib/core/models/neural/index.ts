import type { Examples } from '../../features/types.js';
import { Random } from '../../random.js';
import type { FitContext, Fitted, ModelFamily } from '../types.js';
import { initialParameters } from './initial.js';
import { fitEncoders, materialOf } from './material.js';
import { decodeNeural, NeuralModel } from './model.js';
import type { NeuralOptions } from './options.js';
import { checkLearnable, checkTrainingOptions, neuralDefaults } from './options.js';
import { planPass } from './pass.js';
import { precisionMeter } from './precision.js';
import { samplingOf } from './sample.js';
import { factsOf, fingerprint, trainSession } from './session.js';
import { layoutOf } from './shape.js';
import { ableToTrain, startEngine } from './start-engine.js';

export type { NeuralOptions } from './options.js';
export { NeuralModel } from './model.js';

/**
 * A multi-label network in TensorFlow.js: hidden layers over the customer's features, a small net over the product's
 * own features that all products share, one sigmoid per product. TensorFlow.js is loaded when `fit` is called; its
 * backend is the one that the host has started, or one of those that the context offers, else `tensorflow.cannot_start`
 * is thrown. Predicting needs neither. Throws
 * `model.bad_option`, `model.unlabelled` and `model.empty`, too.
 * Same train, options, seed and backend: same model, to the bit.
 */
export const neural: ModelFamily<NeuralOptions> = {
	name: 'neural',
	meaning: 'A neural network that learns all products together, so that what sells one helps to predict another.',
	defaults: neuralDefaults,
	fit,
	decode: decodeNeural
};

async function fit(train: Examples, options: NeuralOptions, context: FitContext): Promise<Fitted> {
	checkTrainingOptions('neural', options);
	checkLearnable('neural', train, context.validation);
	const tf = await import('@tensorflow/tfjs-core');
	const random = new Random(context.seed).fork('neural');
	const encoders = fitEncoders(train);
	const own = encoders.own.inputs ? Math.max(1, options.own) : 0;
	const layout = layoutOf({
		inputs: encoders.customer.inputs,
		hidden: options.hidden,
		ownInputs: own ? encoders.own.inputs : 0,
		own,
		products: train.book.products.length,
		shared: true
	});
	const material = materialOf(train, encoders);
	const validation = materialOf(context.validation, encoders);
	const sampling = samplingOf(options.negatives, layout, material, context.seed);
	const plan = { layout, train: material, validation, absent: encoders.absent, batch: options.batch, pass: planPass, ...(sampling && { sampling }) };
	const modelOf = (parameters: Float32Array) => new NeuralModel(train.features, train.book.products, { layout, encoders, parameters });
	const meter = precisionMeter(context.validation);
	const trained = await trainSession(
		{
			family: 'neural',
			size: layout.size,
			rows: train.rows,
			run: fingerprint(options, context.seed, material, validation),
			options,
			random,
			tf,
			able: ableToTrain,
			precision: (parameters) => meter((examples) => modelOf(parameters).predict(examples)),
			initial: () => initialParameters(layout, material, random.fork('weights')),
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
