import { LikelyError } from '../../errors.js';
import type { Backends, FitContext } from '../types.js';
import type { Engine, Weighing } from './engine.js';
import type { Session } from './session.js';
import { epochOf } from './training.js';

/**
 * Sees to it that a backend runs that can train the session: the one that a resumed training was on, or the one that
 * the host chooses after it measured the very network. Returns the backends that were asked for and did not start.
 * Throws `tensorflow.cannot_start`, and `checkpoint.other` where the host has another backend and no choice.
 */
export async function beginBackend(session: Session, context: FitContext, start: Weighing, resumed?: string): Promise<readonly string[]> {
	const { tf, able, family } = session;
	const { backends } = context;
	let missing: readonly string[] = [];
	if (backends && !(resumed && able.includes(resumed) && (await backends.use(resumed))))
		missing = await backends.start(kindOf(session), able, (milliseconds) => measure(session, context, start, milliseconds));
	if (!tf.getBackend() || !able.includes(tf.getBackend())) throw new LikelyError('tensorflow.cannot_start', { tried: [tf.getBackend() ?? ''] });
	if (resumed && !backends && resumed !== tf.getBackend()) throw new LikelyError('checkpoint.other', { family });
	return missing;
}

/** The same text for networks whose steps take about as long; it begins with the family. */
export function kindOf({ family, size, options }: Session): string {
	return `${family}/${options.batch}/2^${Math.round(Math.log2(size))}`;
}

/** Rows a second on the backend in use, after two steps that only wake it: the best of four spells, for others may be busy. */
async function measure(session: Session, context: FitContext, start: Weighing, milliseconds: number): Promise<number> {
	const { rows, options, random, engineFrom } = session;
	const epoch = epochOf(1, rows, options.learningRate, options, random);
	const engine = guarded(await engineFrom(start), context.backends);
	try {
		for (let i = 0; i < 2; i++) await engine.train(epoch, 0, 0);
		let [step, best, spent] = [0, 0, 0];
		while (spent < milliseconds) {
			const started = performance.now();
			const span = await engine.train(epoch, step, milliseconds / 4);
			const took = performance.now() - started;
			const next = step + span.steps;
			best = Math.max(best, ((Math.min(rows, next * options.batch) - step * options.batch) * 1000) / took);
			spent += took;
			step = next % epoch.seeds.length;
			context.signal?.throwIfAborted();
		}
		return best;
	} finally {
		engine.dispose();
	}
}

/** The engine, whose every answer ends with an error as soon as its backend is lost. */
export function guarded(engine: Engine, backends: Backends | undefined): Engine {
	if (!backends) return engine;
	return {
		name: engine.name,
		validationBatches: engine.validationBatches,
		train: (epoch, from, milliseconds) => backends.guard(engine.train(epoch, from, milliseconds)),
		validate: (from, milliseconds) => backends.guard(engine.validate(from, milliseconds)),
		read: () => backends.guard(engine.read()),
		dispose() {
			try {
				engine.dispose();
			} catch {
				return;
			}
		}
	};
}
