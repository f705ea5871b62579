import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { familyOf } from '../lib/core/models/families.js';
import type { FamilyName } from '../lib/core/models/types.js';
import { writeProject } from '../lib/core/project/file.js';
import type { Project } from '../lib/core/project/types.js';
import type { Command, Context } from './command.js';
import { dataJson, modelJson, questionJson } from './evaluate.js';
import { print, printJson } from './output.js';
import { unreadable } from './source.js';
import { train as trainFamilies, trainingOptions } from './training.js';
import type { Training } from './training.js';

/** What `auto` tries. */
const candidates: readonly FamilyName[] = ['forest', 'neural'];

export const train: Command = {
	usage: 'FILE [--model auto|NAME] --out shop.likely [options]',
	meaning: 'trains a model and writes data, model and evaluation into one project file',
	options: [...trainingOptions, 'model', 'out', 'name'],
	positionals: 1,
	async run(context) {
		const { args } = context;
		const out = args.required('out');
		const model = args.text('model') ?? 'auto';
		const families = model === 'auto' ? candidates : [familyOf(model).name];
		const training = await trainFamilies(args.positionals[0], families, context);
		const project = projectOf(training, families, context);
		const bytes = writeProject(project);
		try {
			writeFileSync(out, bytes);
		} catch (error) {
			throw unreadable(out, error);
		}
		const chosen = project.models.find(({ id }) => id === project.chosen);
		if (!args.has('json')) return print(`${out}: ${chosen?.family}, ${(bytes.length / 1e6).toFixed(1)} MB`);
		return printJson({
			out,
			bytes: bytes.length,
			chosen: chosen?.family,
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
