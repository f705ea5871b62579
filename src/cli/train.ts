import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { familyOf } from '../lib/core/models/families.js';
import type { FamilyName } from '../lib/core/models/types.js';
import { writeProject } from '../lib/core/project/file.js';
import { sealFile } from '../lib/core/project/sealed-file.js';
import type { Project } from '../lib/core/project/types.js';
import type { Command, Context } from './command.js';
import { dataJson, modelJson, questionJson } from './evaluate.js';
import { print, printJson } from './output.js';
import { passphraseOf } from './project.js';
import { unreadable } from './source.js';
import { askedOrders, familiesFor, trainingOptions, trainOn } from './training.js';
import type { Training } from './training.js';

export const train: Command = {
	usage: 'FILE [--model auto|NAME] --out shop.likely [options]',
	meaning: 'trains a model and writes data, model and evaluation into one project file',
	options: [...trainingOptions, 'model', 'out', 'name', 'passphrase-file'],
	positionals: 1,
	async run(context) {
		const { args } = context;
		const out = args.required('out');
		const named = args.text('model') ?? 'auto';
		const model = named === 'auto' ? named : familyOf(named).name;
		const passphrase = passphraseOf(args);
		const { orders, question } = await askedOrders(args.positionals[0], context);
		const { families, tooSlow } = familiesFor(model, orders, question);
		const { threshold, seed, settings } = args;
		const training = await trainOn(orders, question, { families, threshold, seed, options: settings }, context);
		const project = projectOf(training, model === 'auto' ? families : [model], context);
		const file = writeProject(project);
		const bytes = passphrase === undefined ? file : await sealFile(file, passphrase);
		try {
			writeFileSync(out, bytes);
		} catch (error) {
			throw unreadable(out, error);
		}
		const chosen = project.models.find(({ id }) => id === project.chosen);
		const without = tooSlow.length ? `; ${tooSlow.join(', ')} left out, which would take long for so many products` : '';
		if (!args.has('json')) return print(`${out}: ${chosen?.family}, ${(bytes.length / 1e6).toFixed(1)} MB${without}`);
		return printJson({
			out,
			bytes: bytes.length,
			chosen: chosen?.family,
			left_out: tooSlow,
			data: dataJson(training.orders),
			question: questionJson(training.question),
			split: project.models[0].split,
			models: Object.fromEntries(project.models.map((m) => [m.family, modelJson(m)]))
		});
	}
};

/** A project like the page's own. Popularity is chosen only where it was asked for. */
export function projectOf(training: Training, families: readonly FamilyName[], { args }: Pick<Context, 'args'>): Project {
	const { orders, question, models, best } = training;
	const asked = models.find((model) => families.length === 1 && model.family === families[0]);
	const now = models[0].time;
	const name = args.text('name') ?? orders.name.replace(/(\.(csv|tsv|txt))?(\.gz)?$/i, '');
	return {
		id: uuidOf(`${name} ${now} ${models.map((model) => model.id).join(' ')}`),
		name,
		created: now,
		mapping: orders.mapping,
		quality: orders.quality,
		book: orders.book,
		question,
		seed: args.seed,
		threshold: args.threshold,
		models,
		chosen: asked?.id ?? best
	};
}

/** A stable UUID (RFC 9562, version 8) from a text. */
function uuidOf(text: string): string {
	const hex = createHash('sha256').update(text).digest('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
