// Holds the exported trees and networks of both demos against other runtimes: ONNX Runtime for .onnx files, TensorFlow.js' own loader for
// LayersModel files. Prints the largest difference of a probability, and fails above 1e-5.
// usage: npm run check:onnx
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importScript } from './bundle.mjs';

const tolerance = 1e-5;
const root = resolve(import.meta.dirname, '..');
/** Where the runtimes may be installed: in the project, or in the folder that this is run from. */
const places = [root, process.env.INIT_CWD ?? process.cwd()].map((folder) => createRequire(join(folder, 'package.json')));

/**
 * The first of the packages that is installed, with its folder's `require`; undefined where none is.
 * @param {string[]} names
 */
function installed(names) {
	for (const require of places)
		for (const name of names)
			if ((require.resolve.paths(name) ?? []).some((folder) => existsSync(join(folder, name, 'package.json')))) return { name, require };
	return undefined;
}

/**
 * @param {NodeJS.Require} require
 * @param {string} name
 * @returns {Promise<any>}
 */
const load = (require, name) => import(pathToFileURL(require.resolve(name)).href);

const onnx = installed(['onnxruntime-node', 'onnxruntime-web']);
const layers = installed(['@tensorflow/tfjs-layers']);
if (!onnx || !layers) {
	const missing = [...(onnx ? [] : ['onnxruntime-web']), ...(layers ? [] : ['@tensorflow/tfjs-layers@4.22.0'])];
	console.error(`not installed here, and no dependency of the project; once: npm i --no-save ${missing.join(' ')}`);
	process.exit(2);
}

/** @param {import('./exports/trained.js').OnnxExport} exported */
async function runOnnx({ file, inputs }) {
	const module = await load(onnx.require, onnx.name);
	const ort = module.default?.InferenceSession ? module.default : module;
	const session = await ort.InferenceSession.create(file);
	const feeds = Object.fromEntries(Object.entries(inputs).map(([name, { shape, values }]) => [name, new ort.Tensor('float32', values, shape)]));
	const { probability } = await session.run(feeds);
	return probability.data;
}

/** @param {import('./exports/trained.js').LayersExport} exported */
async function runLayers({ files, inputs }) {
	const { require } = layers;
	const tf = require('@tensorflow/tfjs-core');
	require('@tensorflow/tfjs-backend-cpu');
	await tf.setBackend('cpu');
	const { modelTopology, weightsManifest } = JSON.parse(files['model.json']);
	const weightData = files['weights.bin'].slice().buffer;
	const model = await require('@tensorflow/tfjs-layers').loadLayersModel({
		load: async () => ({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData })
	});
	const given = model.inputNames.map((/** @type {string} */ name) => {
		const { shape, values } = inputs[name];
		return tf.tensor(values, shape, name === 'product_number' ? 'int32' : 'float32');
	});
	return model.predict(given).dataSync();
}

/**
 * @param {ArrayLike<number>} a
 * @param {ArrayLike<number>} b
 */
function apart(a, b) {
	if (a.length !== b.length) throw new Error(`${a.length} probabilities in place of ${b.length}`);
	let most = 0;
	for (let i = 0; i < a.length; i++) {
		const difference = Math.abs(a[i] - b[i]);
		if (!(difference <= most)) most = difference;
	}
	return most;
}

const outDir = join(root, `node_modules/.cache/likely/exports-${process.pid}`);
try {
	const { exportNetworks, exportTrees } = await importScript(join(import.meta.dirname, 'exports/trained.ts'), outDir);
	let isFine = true;
	for (const demo of ['demo:superstore', 'demo:office-shop'])
		for (const kind of ['next', 'next-order']) {
			const { neural, transformer } = await exportNetworks(demo, kind);
			const trees = Object.entries(await exportTrees(demo, kind)).flatMap(([name, { raw, calibrated }]) => [
				{ what: `${name} as ONNX in ${onnx.name}`, expected: raw },
				{ what: `${name}, calibrated, as ONNX in ${onnx.name}`, expected: calibrated }
			]);
			const runs = [
				...(await Promise.all(trees.map(async (run) => ({ ...run, answers: await runOnnx(run.expected) })))),
				{ what: `neural as ONNX in ${onnx.name}`, answers: await runOnnx(neural.onnx), expected: neural.onnx },
				{ what: `neural as LayersModel in ${layers.name}`, answers: await runLayers(neural.layers), expected: neural.layers },
				{ what: `transformer as ONNX in ${onnx.name}`, answers: await runOnnx(transformer.onnx), expected: transformer.onnx }
			];
			for (const { what, answers, expected } of runs) {
				const difference = apart(answers, expected.probability);
				const isClose = difference <= tolerance;
				isFine &&= isClose;
				console.log(
					`${demo}, ${kind}, ${what}: ${expected.rows} customers x ${expected.products} products, ` +
						`largest difference ${difference.toExponential(1)}${isClose ? '' : ` is above ${tolerance}`}`
				);
			}
		}
	process.exitCode = isFine ? 0 : 1;
} finally {
	rmSync(outDir, { recursive: true, force: true });
}
