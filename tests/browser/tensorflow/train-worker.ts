import * as tf from '@tensorflow/tfjs-core';
import { startTensorFlow } from '../../../src/lib/browser/tensorflow/start.js';
import { neural } from '../../../src/lib/core/models/neural/index.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { simulate } from '../../core/models/neural/simulated.js';

let blobs = 0;
const createObjectURL = URL.createObjectURL;
URL.createObjectURL = (object) => {
	blobs++;
	return createObjectURL(object);
};

const { backend } = await startTensorFlow();
const tensors = tf.memory().numTensors;
const { examples } = simulate(200, 4, 1);
const { facts } = await neural.fit(
	examples,
	{ ...neural.defaults, epochs: 2 },
	{ seed: 1, validation: examples, report: () => {}, pool: inline({}) }
);
postMessage({
	backend,
	trainedOn: facts.backend,
	epochs: facts.epochs,
	leaked: tf.memory().numTensors - tensors,
	blobs
});
