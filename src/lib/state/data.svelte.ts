import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { DemoName } from '../core/data/demos.js';
import type { DateOrder, Encoding, Mapping, Role } from '../core/data/types.js';
import type { ProjectCard } from '../core/project/cards.js';
import { Busy } from './busy.svelte.js';
import type { DataPreview, EngineSource, Inspection } from './engine.js';
import { unlessCancelled } from './failure.js';
import { remapped, roleOf } from './mapping.js';
import { Newest } from './newest.js';
import { begin, redone, step, undone } from './undo.js';
import type { Undoable } from './undo.js';

/** What a person says about a file. */
interface Said {
	readonly mapping: Mapping;
	readonly returns?: File;
	/** Reasons whose rows are used all the same. */
	readonly keep: readonly string[];
}

/** A file on its way in: what was understood, what the person corrected, and what that makes of it. */
export class DataState {
	#inspection = $state.raw<Inspection>();
	#said = $state.raw<Undoable<Said>>();
	#preview = $state.raw<DataPreview>();
	#previewing = $state(false);
	#failure = $state.raw<Failure>();
	#previewFailure = $state.raw<Failure>();
	/** What the project will be called. */
	name = $state('');
	readonly busy = new Busy();
	readonly #newest: Newest<Said, DataPreview>;
	readonly canUndo: boolean = $derived((this.#said?.past.length ?? 0) > 0);
	readonly canRedo: boolean = $derived((this.#said?.future.length ?? 0) > 0);
	/** Roles that still have to be pointed out. */
	readonly missing: readonly Role[] = $derived(
		(['customer', 'product'] as const).filter((role) => this.#said && !this.#said.now.mapping.columns[role])
	);

	constructor(private readonly engine: EngineSource) {
		this.#newest = new Newest(
			async ({ mapping, returns, keep }) => (await this.engine()).preview(mapping, returns, { keep }),
			(preview) => {
				this.#preview = preview;
				this.#previewFailure = undefined;
				this.#previewing = false;
			},
			(error) => {
				this.#preview = undefined;
				this.#previewFailure = toFailure(error);
				this.#previewing = false;
			}
		);
	}

	get inspection(): Inspection | undefined {
		return this.#inspection;
	}
	get mapping(): Mapping | undefined {
		return this.#said?.now.mapping;
	}
	get returns(): File | undefined {
		return this.#said?.now.returns;
	}
	/** Reasons whose rows are used all the same, because the person said so. */
	get keep(): readonly string[] {
		return this.#said?.now.keep ?? [];
	}
	get preview(): DataPreview | undefined {
		return this.#preview;
	}
	/** True while the shown preview is not yet that of the mapping. */
	get previewing(): boolean {
		return this.#previewing;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}
	get previewFailure(): Failure | undefined {
		return this.#previewFailure;
	}

	/** One file, or several of one shop. */
	inspectFiles(files: readonly File[]): Promise<void> {
		const name = files.length === 1 ? files[0].name : undefined;
		return this.#inspect(name, async (report) => (await this.engine()).inspect(files, report));
	}

	inspectDemo(demo: DemoName): Promise<void> {
		return this.#inspect(undefined, async (report) => (await this.engine()).inspectDemo(demo, report));
	}

	/** Reads the file again, its letters in another encoding; what was corrected until then is guessed anew. */
	setEncoding(encoding: Encoding): Promise<void> {
		return this.#inspect(this.name, async (report) => (await this.engine()).reread(encoding, report));
	}

	async cancel(): Promise<void> {
		this.busy.cancelled();
		await (await this.engine()).cancel();
	}

	/** Puts the file away, and gives what brings it back with all that was said, until another one is read. What is stored stays. */
	close(): () => void {
		const [inspection, said, name] = [this.#inspection, this.#said, this.name];
		this.#newest.stop();
		this.#inspection = undefined;
		this.#said = undefined;
		this.#preview = undefined;
		this.#failure = undefined;
		this.#previewFailure = undefined;
		this.#previewing = false;
		return () => {
			if (this.#inspection || this.busy.running) return;
			this.#inspection = inspection;
			this.name = name;
			this.#show(said);
		};
	}

	role(column: string): Role {
		return this.mapping ? roleOf(this.mapping, column) : 'ignore';
	}

	setRole(column: string, role: Role): void {
		this.#say(({ mapping }) => ({ mapping: remapped(mapping, column, role) }));
	}

	setDateOrder(dateOrder: DateOrder): void {
		this.#say(({ mapping }) => ({ mapping: { ...mapping, dateOrder } }));
	}

	setDecimalMark(decimalMark: Mapping['decimalMark']): void {
		this.#say(({ mapping }) => ({ mapping: { ...mapping, decimalMark } }));
	}

	setReturns(returns: File | undefined): void {
		this.#say(() => ({ returns }));
	}

	/** Uses the rows that this reason set aside, or sets them aside again. */
	setKeep(reason: string, on: boolean): void {
		this.#say(({ keep }) => {
			const others = keep.filter((code) => code !== reason);
			return { keep: on ? [...others, reason] : others };
		});
	}

	/** Takes the last correction back. */
	undo(): void {
		this.#show(this.#said && undone(this.#said));
	}

	redo(): void {
		this.#show(this.#said && redone(this.#said));
	}

	async rejected(): Promise<string> {
		return (await this.engine()).rejected();
	}

	/** Stores the data as a project; undefined where that failed, with `failure` saying why. */
	async accept(): Promise<ProjectCard | undefined> {
		this.#failure = undefined;
		this.busy.start();
		this.busy.report({ stage: 'store', done: 0, total: 0 });
		try {
			const card = await (await this.engine()).accept(this.name.trim() || (this.#inspection?.name ?? 'My shop'));
			this.close();
			return card;
		} catch (error) {
			this.#failure = toFailure(error);
			return undefined;
		} finally {
			this.busy.end();
		}
	}

	async #inspect(fileName: string | undefined, read: (report: Busy['report']) => Promise<Inspection>): Promise<void> {
		if (this.busy.running) return;
		this.#failure = undefined;
		this.busy.start();
		try {
			const inspection = await read(this.busy.report);
			this.close();
			this.#inspection = inspection;
			this.name = (fileName ?? inspection.name).replace(/\.[a-z0-9]+$/i, '');
			this.#show(begin({ mapping: inspection.mapping, keep: [] }));
		} catch (error) {
			this.#failure = unlessCancelled(error);
		} finally {
			this.busy.end();
		}
	}

	#say(change: (said: Said) => Partial<Said>): void {
		if (this.#said) this.#show(step(this.#said, { ...this.#said.now, ...change(this.#said.now) }));
	}

	#show(said: Undoable<Said> | undefined): void {
		this.#said = said;
		if (!said) return;
		const { mapping } = said.now;
		if (!mapping.columns.customer || !mapping.columns.product) {
			this.#newest.stop();
			this.#preview = undefined;
			this.#previewing = false;
			return;
		}
		this.#previewing = true;
		this.#newest.request(said.now);
	}
}
