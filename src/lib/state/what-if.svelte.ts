import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { ParameterValue, RuleSet } from '../core/explanation/types.js';
import type { BaselineOf, OrderEdit, OrderSheet, Parameter, Subject, WhatIfAnswer, WhatIfRequest } from '../core/project/cards.js';
import type { EngineSource } from './engine.js';
import { explainedTogether } from './explained.js';
import { unlessCancelled } from './failure.js';
import { LiveAnswer } from './live-answer.svelte.js';
import { Newest } from './newest.js';
import { begin, redone, step, undone } from './undo.js';
import type { Undoable } from './undo.js';
import { average, none, valuesWith } from './what-if-board.js';
import type { Board, Comparison, Edits, Values } from './what-if-board.js';
import { derivedFrom } from './what-if-derived.js';
import type { Derived } from './what-if-derived.js';

/** A customer, real or invented, whose orders and parameters can be changed while the model answers. */
export class WhatIfState {
	#customer = $state<string>();
	#original = $state.raw<readonly Parameter[]>([]);
	#derived = $state.raw<Derived>();
	#edits = $state.raw(begin<Board>({ ...none, comparison: average }));
	#rules = $state.raw<RuleSet>();
	/** The product that is explained; every product gets its probability. */
	#product = $state<string>();
	/** Explains products beside each other, not only the one. */
	#all = $state(false);
	#shown = $state.raw<{ readonly answer: WhatIfAnswer; readonly request: WhatIfRequest }>();
	/** Every product's probability as last answered for this customer. */
	#chances: WhatIfAnswer['after'] | undefined;
	/** The newest question. */
	#asked: WhatIfRequest | undefined;
	#failure = $state.raw<Failure>();
	/** Why it is not known what follows from the newest facts and comparison. */
	#unfollowed = $state.raw<Failure>();
	#loading = $state(false);
	#stopped = $state(false);
	/** Customers that were to be started with, and comparisons that were to be made. */
	#starts = 0;
	#comparisons = 0;
	readonly #live: LiveAnswer;
	readonly #following: Newest<{ readonly customer?: string; readonly facts: readonly OrderEdit[]; readonly baselineOf: BaselineOf }, Derived>;
	/** How many facts and parameters are not as the data has them. */
	readonly edited: number = $derived(this.#edits.now.facts.length + Object.keys(this.#edits.now.values).length);
	/** Parts of the edits that moved values leave as they are: whatever shows them is not made anew. */
	readonly facts: readonly OrderEdit[] = $derived(this.#edits.now.facts);
	readonly comparison: Comparison = $derived(this.#edits.now.comparison);
	readonly canUndo: boolean = $derived(this.#edits.past.length > 0);
	readonly canRedo: boolean = $derived(this.#edits.future.length > 0);
	/** The customer with everything edited, as other questions of the worker want it. */
	readonly subject: Subject = $derived({ customer: this.#customer, facts: this.#edits.now.facts, values: this.#edits.now.values });
	/** Whether all that is shown follows from the newest edits, or cannot. */
	readonly #resting: boolean = $derived(!this.behind && (this.#unfollowed !== undefined || this.#isNow(this.#derived)));

	constructor(private readonly engine: EngineSource) {
		const failed = (error: unknown) => (this.#failure = toFailure(error));
		this.#live = new LiveAnswer(engine, { taken: (answer, request) => this.#take(answer, request), failed, derived: () => this.#derived });
		this.#following = new Newest(
			({ customer, facts, baselineOf }) => this.#follow(customer, facts, baselineOf),
			(derived) => this.#isNow(derived) && this.#adopt(derived),
			(error, { facts, baselineOf }) => facts === this.facts && baselineOf === this.comparison.of && (this.#unfollowed = toFailure(error))
		);
	}

	get customer(): string | undefined {
		return this.#customer;
	}
	/** As the facts leave them, without the single values laid over them. */
	get parameters(): readonly Parameter[] {
		return this.#derived?.parameters ?? [];
	}
	/** As the data has them. */
	get original(): readonly Parameter[] {
		return this.#original;
	}
	get sheet(): OrderSheet | undefined {
		return this.#derived?.sheet;
	}
	get answer(): WhatIfAnswer | undefined {
		return this.#shown?.answer;
	}
	/** What the answer that is shown is to: while it is behind, not yet the newest edits and comparison. */
	get answered(): WhatIfRequest | undefined {
		return this.#shown?.request;
	}
	/** Whether the answer that is shown is not yet that to the newest edit. */
	get behind(): boolean {
		return this.#live.behind;
	}
	get failure(): Failure | undefined {
		return this.#failure ?? this.#unfollowed;
	}
	get loading(): boolean {
		return this.#loading;
	}
	/** Whether the search for the surest customer was cancelled. */
	get stopped(): boolean {
		return this.#stopped;
	}
	/** Single values that were set: hypothetical, since no order says so. */
	get edits(): Values {
		return this.#edits.now.values;
	}
	/** The product that impacts are asked for. */
	get product(): string | undefined {
		return this.#product;
	}
	get rules(): RuleSet | undefined {
		return this.#rules;
	}

	/** Starts with whomever the model is surest of, which needs everybody's probabilities, unless somebody else is started with meanwhile. */
	async startSurest(product?: string): Promise<void> {
		const ticket = ++this.#starts;
		this.#loading = true;
		this.#stopped = false;
		this.#failure = undefined;
		try {
			const { rows } = await (await this.engine()).customers({ search: '', sort: 'topProbability', descending: true, offset: 0, limit: 1 });
			if (ticket === this.#starts) await this.start(rows[0]?.id, {}, product);
		} catch (error) {
			if (ticket !== this.#starts) return;
			this.#failure = unlessCancelled(error);
			this.#stopped = !this.#failure;
			this.#loading = false;
		}
	}

	/** Starts over with a customer of the data, or with an invented one who begins as the average one. Until then, whoever is there stays. */
	async start(customer: string | undefined, values: Values = {}, product = this.#product): Promise<void> {
		const ticket = ++this.#starts;
		this.#loading = true;
		this.#stopped = false;
		this.#failure = undefined;
		try {
			const { of } = this.comparison;
			const derived = await this.#begin(customer, of);
			if (ticket !== this.#starts) return;
			// Whoever was there may have been edited in the meantime.
			this.#live.stop();
			this.#following.stop();
			const { parameters } = derived;
			this.#customer = customer;
			this.#original = parameters;
			this.#adopt(derived);
			const kept = parameters.flatMap((p) => (Object.hasOwn(values, p.name) && !Object.is(values[p.name], p.value) ? [[p.name, values[p.name]]] : []));
			// Whom to compare with may have been chosen in the meantime, too.
			const comparison = derived.baselineOf === of || this.comparison.of !== of ? this.comparison : average;
			this.#shown = this.#chances = undefined;
			this.#product = product !== undefined && derived.sheet.products.some(({ name }) => name === product) ? product : undefined;
			this.#show(begin({ facts: derived.facts, values: Object.fromEntries(kept), comparison }));
		} catch (error) {
			if (ticket === this.#starts) this.#failure = toFailure(error);
		} finally {
			if (ticket === this.#starts) this.#loading = false;
		}
	}

	/** Waits until all that is shown follows from the newest edits. Gives whether it does: not where that fails, or another customer comes. */
	rested(): Promise<boolean> {
		const customer = this.#customer;
		return new Promise((done) => {
			const stop = $effect.root(() => {
				$effect(() => {
					if (!this.#resting && customer === this.#customer) return;
					done(customer === this.#customer && this.#shown?.request === this.#asked && this.#isNow(this.#derived));
					queueMicrotask(() => stop());
				});
			});
		});
	}

	/** A parameter of the data, of the edited orders, or set by hand. */
	value(parameter: Parameter): ParameterValue {
		return this.edits[parameter.name] ?? parameter.value;
	}

	set(parameter: Parameter, value: ParameterValue): void {
		this.#change({ ...this.#edits.now, values: valuesWith(this.edits, parameter.name, value, parameter.value) }, parameter.name);
	}

	/** Changes facts. `about` names what is typed or dragged, to be undone in one step. */
	setFacts(facts: readonly OrderEdit[], about?: string): void {
		this.#change({ ...this.#edits.now, facts }, about);
	}

	/** The edit that added an order of the sheet, as the facts have it. */
	added(position: number): OrderEdit | undefined {
		return this.#derived?.facts[position];
	}

	/** Takes over a whole set of edits. */
	apply(edits: Edits): void {
		this.#change(edits);
	}

	undo(): void {
		this.#show(undone(this.#edits));
	}

	redo(): void {
		this.#show(redone(this.#edits));
	}

	/** Everything as the data has it; it can be undone. */
	reset(): void {
		this.#change(none);
	}

	/** Compares with somebody else; with whom as before where that cannot be. The newest wish counts, also for a customer who comes in the meantime. */
	async compareWith(comparison: Comparison): Promise<boolean> {
		const ticket = ++this.#comparisons;
		let customer: string | undefined;
		try {
			do {
				customer = this.#customer;
				const derived = await this.#follow(customer, this.facts, comparison.of);
				if (ticket !== this.#comparisons) return true;
				if (customer === this.#customer && derived.facts === this.facts) this.#adopt(derived);
			} while (customer !== this.#customer);
			this.#show(step(this.#edits, { ...this.#edits.now, comparison }));
			return true;
		} catch (error) {
			if (ticket !== this.#comparisons) return true;
			this.#failure = toFailure(error);
			return false;
		}
	}

	/** What the comparison has there. */
	baseline(parameter: Parameter): ParameterValue {
		return this.comparison.values[parameter.name] ?? parameter.baseline;
	}

	/** Changes a single value of the comparison. */
	setBaseline(parameter: Parameter, value: ParameterValue): void {
		const { of, values: before } = this.comparison;
		const values = valuesWith(before, parameter.name, value, parameter.baseline);
		this.#show(step(this.#edits, { ...this.#edits.now, comparison: { of, values } }, `~${parameter.name}`));
	}

	/** Explains another product. */
	focus(product: string): void {
		this.#product = product;
		this.#ask();
	}

	/** Whether every product is explained (of thousands, the likeliest), which takes longer, or the chosen one alone. */
	explainAll(all: boolean): void {
		if (this.#all === all) return;
		this.#all = all;
		if (all) this.#ask();
	}

	setRules(rules: RuleSet | undefined): void {
		this.#rules = rules;
		this.#ask();
	}

	#change(edits: Edits, about?: string): void {
		this.#show(step(this.#edits, { ...this.#edits.now, ...edits }, about));
	}

	#show(edits: Undoable<Board>): void {
		this.#edits = edits;
		this.#unfollowed = undefined;
		if (!this.#isNow(this.#derived)) this.#following.request({ customer: this.#customer, facts: this.facts, baselineOf: this.comparison.of });
		this.#ask();
	}

	/** Whether something follows from the facts and the comparison as they are now. */
	#isNow(derived: Derived | undefined): boolean {
		return derived?.customer === this.#customer && derived?.facts === this.facts && derived.baselineOf === this.comparison.of;
	}

	#adopt(derived: Derived): void {
		this.#derived = derived;
		this.#unfollowed = undefined;
	}

	#ask(): void {
		const one = this.#product === undefined ? [] : [this.#product];
		const explain = this.#all && this.#chances ? explainedTogether(this.#chances, this.#product) : one;
		const { of: baselineOf, values: baseline } = this.comparison;
		this.#asked = { ...this.subject, values: this.edits, baselineOf, baseline, rules: this.#rules, explain };
		this.#live.ask(this.#asked);
	}

	/** The customer with this comparison, or, where that cannot be with this one, with the average. */
	async #begin(customer: string | undefined, baselineOf: BaselineOf): Promise<Derived> {
		try {
			return await this.#follow(customer, [], baselineOf);
		} catch (error) {
			if (!toFailure(error).code.startsWith('baseline.')) throw error;
			return this.#follow(customer, [], average.of);
		}
	}

	async #follow(customer: string | undefined, facts: readonly OrderEdit[], baselineOf: BaselineOf): Promise<Derived> {
		return derivedFrom(await this.engine(), customer, facts, baselineOf);
	}

	/** Until a product is chosen, the likeliest one is. */
	#take(answer: WhatIfAnswer, request: WhatIfRequest): void {
		this.#failure = undefined;
		const isFirst = this.#chances === undefined;
		this.#chances = answer.after;
		if (this.#product !== undefined) {
			this.#shown = { answer, request };
			if (isFirst && this.#all) this.#ask();
		} else {
			const [best] = Object.entries(answer.after).reduce((a, b) => (b[1] > a[1] ? b : a), ['', -1]);
			if (best) this.focus(best);
		}
	}
}
