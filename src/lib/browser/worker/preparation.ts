import { Course } from '../../core/course.js';
import { LikelyError, toFailure } from '../../core/errors.js';
import type { TaskPool } from '../../core/parallel.js';
import { breathe, hold } from '../../core/progress.js';
import type { Progress, Work } from '../../core/progress.js';
import { isHeldOutReady, prepareHeldOut } from '../../core/project/held-out.js';
import type { Predictor } from '../../core/project/predictor.js';
import { keptAnswers } from '../../core/serving/kept-answers.js';
import { answersLock } from '../answers-lock.js';
import type { Storage } from '../storage/port.js';
import { exclusively } from './exclusively.js';

/** About how long each takes of one bar: everybody's probabilities, those of held-out customers, and what is counted of them. */
const WEIGHTS = { everybody: 8, heldOut: 2, counting: 1 };
/** Milliseconds that are counted without a word: what takes no longer needs no bar. */
const QUIET = 200;

/** What is made ready: a stored project with models. */
export interface Prepared {
	readonly id: string;
	/** The number of the change that made the stored project this one; undefined where another tab has changed it. */
	readonly revision: () => number | undefined;
	readonly predictor: () => Predictor;
}

/**
 * Makes ready, behind everything else, what takes longest to know about the open project: everybody's probabilities, and
 * from them what /predict answers from, which is stored beside the project in one transaction, or not at all. What a
 * closed tab left undone is done when the project is opened again.
 */
export class Preparation {
	readonly #storage: Promise<Storage>;
	#tell: (progress: Progress | undefined) => void = () => {};
	#controller = new AbortController();
	#pass: { readonly predictor: Predictor; readonly done: Promise<void> } | undefined;
	/** Hears how far everybody's probabilities are: they may be a part of the bar of whoever waits for more. */
	#hear = (progress: Progress): void => this.#tell(progress);
	#counting = 0;
	#stopped: PromiseWithResolvers<never> | undefined;
	#works = 0;
	#release: (() => void) | undefined;

	/** `pool`: other cores that help. `patience`: milliseconds after a project was opened, since what the page asks for first comes first. */
	constructor(
		storage: Promise<Storage>,
		private readonly patience = 500,
		private readonly pool?: TaskPool
	) {
		this.#storage = storage;
	}

	/** Calls back with how far it is; with undefined when nothing is being made ready any more. */
	onProgress(tell: (progress: Progress | undefined) => void): void {
		this.#tell = tell;
	}

	/** Makes this project ready in place of whatever was under way, after a moment; undefined: nothing any more. */
	start(prepared: Prepared | undefined): void {
		this.stop();
		if (!prepared) return;
		const { signal } = this.#controller;
		const timer = setTimeout(() => void this.#keep(prepared, signal).catch(() => {}), this.patience);
		signal.addEventListener('abort', () => clearTimeout(timer));
	}

	stop(): void {
		this.#controller.abort();
		this.#controller = new AbortController();
		this.#pass = undefined;
		this.#release = this.#works > 0 ? hold(this.#controller.signal) : undefined;
	}

	/** Waits while `work` runs, unless somebody asks for what is made ready. */
	async waitFor<T>(work: () => Promise<T>): Promise<T> {
		if (this.#works++ === 0) this.#release = hold(this.#controller.signal);
		try {
			return await work();
		} finally {
			if (--this.#works === 0) this.#release?.();
		}
	}

	/**
	 * Everybody's probabilities, which `predictor` has when this resolves, unless another project came in between. Throws
	 * `cancelled` as soon as somebody cancels.
	 */
	async everybody(predictor: Predictor): Promise<void> {
		this.#release?.();
		await this.#unlessCancelled(this.#everybody(predictor));
	}

	/**
	 * What is counted of everybody's probabilities and of those of the customers that were held out, as one bar; undefined where
	 * another project, or orders, came in between. Throws `cancelled` as soon as somebody cancels.
	 */
	async counted<T>(predictor: Predictor, count: (work: Work) => Promise<T>): Promise<T | undefined> {
		this.#release?.();
		const { signal } = this.#controller;
		const { everybody, heldOut, counting } = WEIGHTS;
		const parts = [...(predictor.isPrepared ? [] : [everybody]), ...(isHeldOutReady(predictor) ? [] : [heldOut]), counting];
		const course = new Course({ report: (progress) => this.#tell(progress), signal }, parts.reduce((a, b) => a + b, 0));
		this.#counting++;
		try {
			if (!predictor.isPrepared) {
				this.#hear = course.part(everybody).report;
				await this.everybody(predictor);
				if (!predictor.isPrepared) return undefined;
			}
			if (!isHeldOutReady(predictor)) await this.#unlessCancelled(prepareHeldOut(predictor, course.part(heldOut)));
			return await this.#unlessCancelled(count(quietAtFirst(course.part(counting), parts.length > 1 ? 0 : QUIET)));
		} catch (error) {
			if (error instanceof LikelyError || !signal.aborted) throw error;
			return undefined;
		} finally {
			if (--this.#counting === 0) this.#hear = (progress) => this.#tell(progress);
			this.#tell(undefined);
		}
	}

	/** Ends what is under way; whoever waits for it hears `cancelled`. */
	cancel(): void {
		const stopped = this.#stopped;
		this.stop();
		stopped?.reject(new LikelyError('cancelled'));
		this.#stopped = undefined;
	}

	#unlessCancelled<T>(work: Promise<T>): Promise<T> {
		if (!this.#stopped) {
			this.#stopped = Promise.withResolvers<never>();
			this.#stopped.promise.catch(() => {});
		}
		work.catch(() => {});
		return Promise.race([work, this.#stopped.promise]);
	}

	/** One pass at a time, for whoever waits for it. */
	#everybody(predictor: Predictor): Promise<void> {
		if (predictor.isPrepared) return Promise.resolve();
		if (this.#pass?.predictor !== predictor) this.#pass = { predictor, done: this.#prepare(predictor, this.#controller.signal) };
		return this.#pass.done;
	}

	async #prepare(predictor: Predictor, signal: AbortSignal): Promise<void> {
		try {
			await predictor.prepare({ report: (progress) => this.#hear(progress), signal }, this.pool);
		} catch (error) {
			if (toFailure(error).code !== 'cancelled') throw error;
		} finally {
			if (this.#counting === 0) this.#tell(undefined);
		}
	}

	async #keep({ id, revision, predictor }: Prepared, signal: AbortSignal): Promise<void> {
		const { kind, projects } = await this.#storage;
		if (kind === 'memory' || (await projects.hasAnswers(id))) return;
		await breathe(signal);
		await exclusively(answersLock(id), true, signal, async () => {
			if (await projects.hasAnswers(id)) return;
			const asked = predictor();
			await this.#everybody(asked);
			// Those who waited for it come first.
			await breathe(signal);
			const kept = await keptAnswers(asked, { report: () => {}, signal });
			const now = revision();
			if (!signal.aborted && now !== undefined) await projects.keepAnswers(id, now, kept);
		});
	}
}

/** The work, telling nothing in its first milliseconds. */
function quietAtFirst({ report, signal }: Work, ms: number): Work {
	const since = performance.now();
	return { report: (progress) => void (performance.now() - since >= ms && report(progress)), signal };
}
