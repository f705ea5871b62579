import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { AudienceAnswer, AudienceFileKind, AudienceRequest, AudienceRule, AudienceTerms, CampaignResult } from '../core/project/cards.js';
import type { MatchFile, Platform } from '../core/recommendation/match-file.js';
import type { EngineSource } from './engine.js';
import { unlessCancelled } from './failure.js';
import { Newest } from './newest.js';

/** Rows that the page lists; the files have all. */
const LISTED = 200;

/** Whom to show what. The answer follows every change: one request in flight, the newest wins. */
export class AudienceState {
	#kind = $state<AudienceRule['kind']>('threshold');
	#threshold = $state(0.7);
	#ads = $state(500);
	#product = $state<string>();
	#onePerCustomer = $state(false);
	#cost = $state<number>();
	#margin = $state<number>();
	#margins = $state.raw<Readonly<Record<string, number>>>({});
	#holdout = $state(0.1);
	#answer = $state.raw<AudienceAnswer>();
	#failure = $state.raw<Failure>();
	#stopped = $state(false);
	#result = $state.raw<CampaignResult>();
	readonly #newest: Newest<AudienceRequest, AudienceAnswer>;
	/** Cost and margin, where both are given. */
	readonly terms: AudienceTerms | undefined = $derived(
		this.#cost === undefined || this.#margin === undefined ? undefined : { cost: this.#cost, margin: this.#margin, margins: this.#margins }
	);
	readonly rule: AudienceRule = $derived(
		this.#kind === 'budget' ? { kind: 'budget', ads: this.#ads } : this.#kind === 'profit' && this.terms ? { kind: 'profit' } : { kind: 'threshold', threshold: this.#threshold }
	);
	readonly request: AudienceRequest = $derived({
		rule: this.rule,
		...(this.#product !== undefined && { product: this.#product }),
		...(this.terms && { terms: this.terms }),
		onePerCustomer: this.#onePerCustomer,
		holdout: this.#holdout,
		limit: LISTED
	});

	constructor(private readonly engine: EngineSource) {
		this.#newest = new Newest(
			async (request) => (await this.engine()).audience(request),
			(answer) => {
				this.#answer = answer;
				this.#failure = undefined;
			},
			(error) => {
				this.#failure = unlessCancelled(error);
				this.#stopped = !this.#failure;
			},
			{ interim: true }
		);
	}

	get answer(): AudienceAnswer | undefined {
		return this.#answer;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}
	/** Whether the answer was cancelled. */
	get stopped(): boolean {
		return this.#stopped;
	}
	/** What became of an earlier list. */
	get result(): CampaignResult | undefined {
		return this.#result;
	}
	get kind(): AudienceRule['kind'] {
		return this.#kind;
	}
	get threshold(): number {
		return this.#threshold;
	}
	get ads(): number {
		return this.#ads;
	}
	get product(): string | undefined {
		return this.#product;
	}
	get onePerCustomer(): boolean {
		return this.#onePerCustomer;
	}
	get cost(): number | undefined {
		return this.#cost;
	}
	get margin(): number | undefined {
		return this.#margin;
	}
	get margins(): Readonly<Record<string, number>> {
		return this.#margins;
	}
	get holdout(): number {
		return this.#holdout;
	}

	/** Begins with a project's threshold and products; costs stay. */
	start(threshold: number, products: readonly string[]): void {
		this.#threshold = threshold;
		if (this.#product !== undefined && !products.includes(this.#product)) this.#product = undefined;
		this.#answer = undefined;
		this.#result = undefined;
		this.#ask();
	}

	setRule(kind: AudienceRule['kind']): void {
		this.#kind = kind;
		this.#ask();
	}
	setThreshold(threshold: number): void {
		this.#kind = 'threshold';
		this.#threshold = threshold;
		this.#ask();
	}
	setAds(ads: number): void {
		this.#kind = 'budget';
		this.#ads = Math.max(0, Math.round(ads));
		this.#ask();
	}
	setProduct(product: string | undefined): void {
		this.#product = product;
		this.#ask();
	}
	setOnePerCustomer(one: boolean): void {
		this.#onePerCustomer = one;
		this.#ask();
	}
	/** NaN takes the cost or margin away. */
	setCost(cost: number): void {
		this.#cost = cost >= 0 ? cost : undefined;
		this.#ask();
	}
	setMargin(margin: number): void {
		this.#margin = margin >= 0 ? margin : undefined;
		this.#ask();
	}
	/** The margin of one product; NaN: like the others. */
	setMarginOf(product: string, margin: number): void {
		const others = Object.entries(this.#margins).filter(([name]) => name !== product);
		this.#margins = Object.fromEntries(margin >= 0 ? [...others, [product, margin]] : others);
		this.#ask();
	}
	setHoldout(share: number): void {
		this.#holdout = Math.min(0.5, Math.max(0, share));
		this.#ask();
	}

	/** Asks what was cancelled once more. */
	again(): void {
		this.#ask();
	}

	#ask(): void {
		this.#stopped = false;
		this.#newest.request(this.request);
	}

	/** The list as CSV; undefined where it failed, and `failure` says why. */
	file(kind: AudienceFileKind): Promise<{ readonly text: string; readonly rows: number } | undefined> {
		return this.#take(async () => (await this.engine()).audienceFile(this.request, kind));
	}

	match(platform: Platform, country: string): Promise<MatchFile | undefined> {
		return this.#take(async () => (await this.engine()).audienceMatch(this.request, platform, country));
	}

	/** Measures an exported list by the orders that came since. */
	async measure(list: File): Promise<void> {
		this.#result = undefined;
		this.#result = await this.#take(async () => (await this.engine()).measureCampaign(list));
	}

	async #take<T>(run: () => Promise<T>): Promise<T | undefined> {
		this.#failure = undefined;
		try {
			return await run();
		} catch (error) {
			this.#failure = toFailure(error);
			return undefined;
		}
	}
}
