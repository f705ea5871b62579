import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { demoProjectId, demos } from '../lib/core/data/demos.js';
import type { Demo } from '../lib/core/data/demos.js';
import { simulateOfficeShop } from '../lib/core/data/office-shop.js';
import { defaultQuestion } from '../lib/core/features/questions.js';
import type { FamilyName } from '../lib/core/models/types.js';
import { writeProject } from '../lib/core/project/file.js';
import { firstAnswer } from '../lib/core/project/first-answer.js';
import type { Project } from '../lib/core/project/types.js';
import type { Command, Context } from './command.js';
import { readOrders, superstorePath } from './orders.js';
import { note, print, printJson } from './output.js';
import { trainOn } from './training.js';

const families: readonly FamilyName[] = ['forest', 'boosted', 'neural'];

export const demo: Command = {
	usage: '--out static/demo',
	meaning: 'makes what the page shows of itself: both demos with trained models, and the answers that it opens with',
	options: ['out'],
	positionals: 0,
	async run(context) {
		const { args, root } = context;
		const out = resolve(args.required('out'));
		// The bundle's folder is named after all sources: with the same sources nothing needs to be trained again.
		const cached = join(root, 'node_modules/.cache/likely', `demo-${basename(import.meta.dirname)}`);
		if (!existsSync(cached)) await make(cached, context);
		mkdirSync(out, { recursive: true });
		cpSync(cached, out, { recursive: true, preserveTimestamps: true });
		return args.has('json') ? printJson({ out, files: readdirSync(out) }) : print(`${out}: ${readdirSync(out).join(', ')}`);
	}
};

/** Writes everything into a folder that appears only when it is complete; older ones go. */
async function make(folder: string, context: Context): Promise<void> {
	const started = performance.now();
	const parent = join(folder, '..');
	const half = `${folder}.${process.pid}`;
	mkdirSync(half, { recursive: true });
	copyFileSync(superstorePath(), join(half, 'superstore.csv'));
	writeFileSync(join(half, 'office-shop.csv'), simulateOfficeShop({ seed: 1 }).csv());
	for (const demo of demos) {
		const project = await demoProject(demo, context);
		writeFileSync(join(half, `${demo.name}.likely`), writeProject(project));
		writeFileSync(join(half, `${demo.name}.answer.json`), JSON.stringify(firstAnswer(project, demo.customer)));
	}
	for (const name of readdirSync(parent))
		if (/^demo-[\w-]+$/.test(name)) rmSync(join(parent, name), { recursive: true, force: true });
	renameSync(half, folder);
	note(`demos trained in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

async function demoProject({ name, title }: Demo, context: Context): Promise<Project> {
	const orders = await readOrders(`demo:${name}`, {}, context.work);
	const question = defaultQuestion(orders.book);
	const [seed, threshold] = [1, 0.7];
	const { models, best } = await trainOn(orders, question, { families, seed, threshold }, context);
	const { mapping, quality, book } = orders;
	return { id: demoProjectId(name), name: title, created: models[0].time, mapping, quality, book, question, seed, threshold, models, chosen: best };
}
