import { demoProjectId, demos, firstDemo } from '../core/data/demos.js';
import type { DemoName } from '../core/data/demos.js';
import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { ModelCard, ProjectCard } from '../core/project/cards.js';
import { databaseExists } from '../browser/storage/exists.js';
import { Busy } from './busy.svelte.js';
import type { EngineSource, ProjectListing } from './engine.js';
import { read, write } from './preferences.svelte.js';
import { productNames } from './product-names.svelte.js';
import { noteRemoval, removals, removed } from './removals.js';

/** The open project and the list of stored ones. */
export class ProjectState {
	#card = $state.raw<ProjectCard>();
	#failure = $state.raw<Failure>();
	#listings = $state.raw<readonly ProjectListing[]>([]);
	#hidden = $state.raw<readonly string[]>([]);
	#ensuring: Promise<void> | undefined;
	readonly busy = new Busy();
	/** The demo that opens where nothing else is there: the one that the start page shows. */
	shown: DemoName = firstDemo.name;
	/** The model that predictions use. */
	readonly model: ModelCard | undefined = $derived(this.#card?.models.find((m) => m.id === this.#card?.chosen));
	/** The yardstick, where it was trained. */
	readonly popularity: ModelCard | undefined = $derived(this.#card?.models.find((m) => m.family === 'popularity'));
	/** Which demo is open, if one is. */
	readonly demo: DemoName | undefined = $derived(demos.find(({ name }) => this.#card?.id === demoProjectId(name))?.name);
	readonly listings: readonly ProjectListing[] = $derived(this.#listings.filter((l) => !this.#hidden.includes(l.id)));

	constructor(private readonly engine: EngineSource) {}

	get card(): ProjectCard | undefined {
		return this.#card;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}
	/**
	 * Whether something may be stored from an earlier visit, as far as can be told without starting the worker. A crash
	 * can take the note of it and leave the data: then the browser is asked for its databases.
	 */
	async returning(): Promise<boolean> {
		return read('likely.project') !== undefined || databaseExists();
	}

	/** The new state of the open project: every change of it goes through here. */
	adopt(card: ProjectCard): void {
		this.#card = card;
		productNames.take(card);
		this.#failure = undefined;
		write('likely.project', card.id);
	}

	/** Sees to it that a project is open: the last one, or else a demo, so that no page is a dead end. */
	ensure(demo?: string): Promise<void> {
		const wanted = demos.find(({ name }) => name === demo)?.name;
		if (this.#card && (!wanted || wanted === this.demo)) return Promise.resolve();
		this.#ensuring ??= this.#open(wanted).finally(() => (this.#ensuring = undefined));
		return this.#ensuring;
	}

	/** The project that was open last, if there is one. */
	async resume(): Promise<void> {
		if (this.#card) return;
		this.#failure = undefined;
		try {
			await this.#finishRemovals();
			const card = await (await this.engine()).resume();
			if (card) this.adopt(card);
			else write('likely.project', undefined);
		} catch (error) {
			this.#failure = toFailure(error);
		}
	}

	async open(id: string): Promise<void> {
		await this.#run(async () => {
			this.adopt(await (await this.engine()).open(id));
		});
	}

	/** Takes over what another tab has made of the open project. Throws `storage.outdated`. */
	async refresh(): Promise<void> {
		const card = this.#card && (await (await this.engine()).refresh());
		if (card) this.adopt(card);
	}

	async openDemo(name: DemoName): Promise<void> {
		await this.#run(async () => {
			this.adopt(await (await this.engine()).openDemo(name, this.busy.report));
		});
	}

	async list(): Promise<void> {
		try {
			await this.#finishRemovals();
			this.#listings = await (await this.engine()).projects();
		} catch (error) {
			this.#failure = toFailure(error);
		}
	}

	async rename(id: string, name: string): Promise<void> {
		await this.#run(async () => {
			const card = await (await this.engine()).rename(id, name);
			if (this.#card?.id === id) this.adopt(card);
			await this.list();
		});
	}

	/** Takes a project out of the list; `remove` makes it final, `unhide` brings it back. */
	hide(id: string): void {
		this.#hidden = [...this.#hidden, id];
	}

	unhide(id: string): void {
		this.#hidden = this.#hidden.filter((other) => other !== id);
	}

	async remove(id: string): Promise<void> {
		noteRemoval(id);
		await this.#run(async () => {
			await this.#finishRemovals();
			if (this.#card?.id === id) {
				this.#card = undefined;
				write('likely.project', undefined);
			}
			await this.list();
			this.unhide(id);
		});
	}

	/** Takes the last training, or the orders that were added last, back. */
	async takeBack(): Promise<void> {
		await this.#run(async () => this.adopt(await (await this.engine()).takeBack()));
	}

	/** Makes them final. */
	async settle(): Promise<void> {
		await (await this.engine()).settle();
	}

	async choose(model: string): Promise<void> {
		await this.#run(async () => this.adopt(await (await this.engine()).choose(model)));
	}

	async setThreshold(threshold: number): Promise<void> {
		await this.#run(async () => this.adopt(await (await this.engine()).setThreshold(threshold)));
	}

	/** Under a passphrase where one is given. */
	async exportFile(passphrase?: string): Promise<Blob | undefined> {
		let file: Blob | undefined;
		await this.#run(async () => {
			file = await (await this.engine()).exportProject(passphrase);
		});
		return file;
	}

	async importFile(file: Blob, passphrase?: string): Promise<boolean> {
		return this.#run(async () => {
			this.adopt(await (await this.engine()).importProject(file, this.busy.report, passphrase));
			await this.list();
		});
	}

	/** Removes what was to be removed when an earlier page went. */
	async #finishRemovals(): Promise<void> {
		for (const id of removals()) {
			await (await this.engine()).remove(id);
			removed(id);
		}
	}

	async #open(demo: DemoName | undefined): Promise<void> {
		if (!demo) {
			await this.resume();
			if (this.#card || this.#failure) return;
		}
		await this.openDemo(demo ?? this.shown);
	}

	/** True if the action went well; what went wrong otherwise is in `failure`. */
	async #run(action: () => Promise<void>): Promise<boolean> {
		this.#failure = undefined;
		this.busy.start();
		try {
			await action();
			return true;
		} catch (error) {
			this.#failure = toFailure(error);
			return false;
		} finally {
			this.busy.end();
		}
	}
}
