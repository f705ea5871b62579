import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { ParameterValue, RuleSet } from '../core/explanation/types.js';
import type { Parameter, WhatIfAnswer, WhatIfRequest } from '../core/project/cards.js';
import type { EngineSource } from './engine.js';
import { Newest } from './newest.js';

/** A customer, real or invented, whose parameters can be moved while the model answers. */
export class WhatIfState {
	#customer = $state<string>();
	#parameters = $state.raw<readonly Parameter[]>([]);
	#edits = $state.raw<Readonly<Record<string, ParameterValue>>>({});
	#rules = $state.raw<RuleSet>();
	/** The product that is explained; every product gets its probability. */
	#product = $state<string>();
	#answer = $state.raw<WhatIfAnswer>();
	#failure = $state.raw<Failure>();
	#loading = $state(false);
	#ticket = 0;
	readonly #newest: Newest<WhatIfRequest, WhatIfAnswer>;
	/** How many parameters are not as the data has them. */
	readonly edited: number = $derived(Object.keys(this.#edits).length);

	constructor(private readonly engine: EngineSource) {
		this.#newest = new Newest(
			async (request) => (await this.engine()).whatIf(request),
			(answer) => this.#take(answer),
			(error) => (this.#failure = toFailure(error)),
			{ interim: true }
		);
	}

	get customer(): string | undefined {
		return this.#customer;
	}
	get parameters(): readonly Parameter[] {
		return this.#parameters;
	}
	get answer(): WhatIfAnswer | undefined {
		return this.#answer;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}
	get loading(): boolean {
		return this.#loading;
	}
	get edits(): Readonly<Record<string, ParameterValue>> {
		return this.#edits;
	}
	/** The product that impacts are asked for. */
	get product(): string | undefined {
		return this.#product;
	}
	get rules(): RuleSet | undefined {
		return this.#rules;
	}

	/** Starts over with a customer of the data, or with an invented one who begins as the baseline. */
	async start(customer: string | undefined, edits: Readonly<Record<string, ParameterValue>> = {}, product = this.#product): Promise<void> {
		const ticket = ++this.#ticket;
		this.#newest.stop();
		this.#loading = true;
		this.#failure = undefined;
		try {
			const start = await (await this.engine()).whatIfStart(customer);
			if (ticket !== this.#ticket) return;
			this.#customer = start.customer;
			this.#parameters = start.parameters;
			this.#edits = Object.fromEntries(
				start.parameters.flatMap((p) => (Object.hasOwn(edits, p.name) && !Object.is(edits[p.name], p.value) ? [[p.name, edits[p.name]]] : []))
			);
			this.#answer = undefined;
			this.#product = product !== undefined && start.products.includes(product) ? product : undefined;
			this.#ask();
		} catch (error) {
			if (ticket === this.#ticket) this.#failure = toFailure(error);
		} finally {
			if (ticket === this.#ticket) this.#loading = false;
		}
	}

	value(parameter: Parameter): ParameterValue {
		return this.#edits[parameter.name] ?? parameter.value;
	}

	set(parameter: Parameter, value: ParameterValue): void {
		const others = Object.entries(this.#edits).filter(([name]) => name !== parameter.name);
		this.#edits = Object.fromEntries(Object.is(value, parameter.value) ? others : [...others, [parameter.name, value]]);
		this.#ask();
	}

	/** Explains another product. */
	focus(product: string): void {
		this.#product = product;
		this.#ask();
	}

	reset(): void {
		this.#edits = {};
		this.#ask();
	}

	setRules(rules: RuleSet | undefined): void {
		this.#rules = rules;
		this.#ask();
	}

	#ask(): void {
		const explain = this.#product === undefined ? [] : [this.#product];
		this.#newest.request({ customer: this.#customer, values: this.#edits, rules: this.#rules, explain });
	}

	/** Until a product is chosen, the likeliest one is. */
	#take(answer: WhatIfAnswer): void {
		this.#failure = undefined;
		if (this.#product !== undefined) this.#answer = answer;
		else {
			const [best] = Object.entries(answer.after).reduce((a, b) => (b[1] > a[1] ? b : a), ['', -1]);
			if (best) this.focus(best);
		}
	}
}
