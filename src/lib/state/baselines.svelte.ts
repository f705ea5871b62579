import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import { baselinesKey, savedBaselines } from '../core/explanation/saved-baseline.js';
import type { SavedBaseline } from '../core/explanation/saved-baseline.js';
import type { SettingsSource } from './settings-port.js';

export type { SavedBaseline };

/** The points of comparison that were given a name, of one project. */
export class BaselinesState {
	#saved = $state.raw<readonly SavedBaseline[]>([]);
	#failure = $state.raw<Failure>();

	constructor(
		private readonly project: string,
		private readonly settings: SettingsSource
	) {}

	get failure(): Failure | undefined {
		return this.#failure;
	}

	/** Those that can be used for a product. */
	of(product: string | undefined): readonly SavedBaseline[] {
		return this.#saved.filter((one) => one.product === undefined || one.product === product);
	}

	async load(): Promise<void> {
		try {
			this.#saved = savedBaselines(await (await this.settings()).get(this.#key));
		} catch (error) {
			this.#failure = toFailure(error);
		}
	}

	/** The one whose place another of this name for this product takes. */
	named(name: string, product: string | undefined): SavedBaseline | undefined {
		return this.#saved.find((one) => one.name === name && one.product === product);
	}

	/** Adds a baseline, or takes the place of one with the same name for the same product. Undefined where it could not be stored. */
	save(baseline: Omit<SavedBaseline, 'id'>): Promise<SavedBaseline | undefined> {
		const before = this.named(baseline.name, baseline.product);
		const saved = { ...baseline, id: before?.id ?? crypto.randomUUID() };
		return this.#write([...this.#saved.filter((one) => one !== before), saved]).then((done) => (done ? saved : undefined));
	}

	remove(id: string): Promise<boolean> {
		return this.#write(this.#saved.filter((one) => one.id !== id));
	}

	/** Brings one back that was removed. */
	restore(baseline: SavedBaseline): Promise<boolean> {
		return this.#write([...this.#saved.filter(({ id }) => id !== baseline.id), baseline]);
	}

	get #key(): string {
		return baselinesKey(this.project);
	}

	async #write(saved: readonly SavedBaseline[]): Promise<boolean> {
		this.#failure = undefined;
		try {
			await (await this.settings()).set(this.#key, saved);
			this.#saved = saved;
			return true;
		} catch (error) {
			this.#failure = toFailure(error);
			return false;
		}
	}
}
