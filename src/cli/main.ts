import { join } from 'node:path';
import { LikelyError, toFailure } from '../lib/core/errors.js';
import { Arguments } from './arguments.js';
import type { Command } from './command.js';
import { helpFor, helpForAll } from './help.js';
import { endProgress, failureLine, note, print, progressOn } from './output.js';
import { ThreadPool } from './pool.js';
import { sentences } from './sentences.js';

/** The commands; each is loaded when it is called. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
	evaluate: async () => (await import('./evaluate.js')).evaluate,
	train: async () => (await import('./train.js')).train,
	predict: async () => (await import('./predict.js')).predict,
	importance: async () => (await import('./importance.js')).importance,
	rank: async () => (await import('./rank.js')).rank,
	serve: async () => (await import('./serve.js')).serve,
	export: async () => (await import('./export.js')).exportModel,
	demo: async () => (await import('./demo.js')).demo
};

/** Runs a command line; returns the exit status. Results go to standard output, everything else to standard error. */
export async function main(argv: readonly string[], root: string): Promise<number> {
	const [name, ...rest] = argv;
	const controller = new AbortController();
	const stop = () => controller.abort();
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	const pool = new ThreadPool(join(import.meta.dirname, 'task-worker.mjs'));
	try {
		if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
			const all = await Promise.all(Object.entries(commands).map(async ([key, load]) => [key, await load()] as const));
			await print(helpForAll(Object.fromEntries(all)));
			return name === undefined ? 2 : 0;
		}
		if (!Object.hasOwn(commands, name)) throw new LikelyError('usage.unknown_command', { command: name, known: Object.keys(commands) });
		const command = await commands[name]();
		const args = new Arguments(rest, command.options, command.positionals);
		if (args.has('help')) {
			await print(helpFor(name, command));
			return 0;
		}
		const report = args.has('quiet') ? () => {} : progressOn(process.stderr);
		await command.run({ args, work: { report, signal: controller.signal }, pool, root });
		return 0;
	} catch (error) {
		endProgress(process.stderr);
		const failure = toFailure(error);
		note(failureLine(failure, sentences));
		if (process.env.DEBUG) console.error(error);
		return failure.code === 'cancelled' ? 130 : failure.code.startsWith('usage.') ? 2 : 1;
	} finally {
		endProgress(process.stderr);
		pool.cancel();
		process.off('SIGINT', stop);
		process.off('SIGTERM', stop);
	}
}
