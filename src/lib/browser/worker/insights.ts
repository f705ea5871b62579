import { LikelyError } from '../../core/errors.js';
import { compareCustomers, compareModels } from '../../core/project/compare.js';
import { counterfactuals } from '../../core/project/counterfactuals.js';
import { dependence } from '../../core/project/dependence.js';
import { importance } from '../../core/project/importance.js';
import { orderSheet } from '../../core/project/order-sheet.js';
import { Predictor } from '../../core/project/predictor.js';
import { swarmsOf } from '../../core/project/swarms.js';
import type { Work } from '../../core/progress.js';
import type { WhatIf } from '../../core/project/what-if.js';
import type {
	CounterfactualAnswer,
	CounterfactualRequest,
	CustomerComparison,
	DependenceAnswer,
	DependenceRequest,
	ImportanceAnswer,
	ImportanceSummary,
	ModelComparison,
	OrderEdit,
	OrderSheet,
	ProductSwarms
} from '../../core/project/cards.js';

/** Work that takes long enough to be watched and stopped. */
export type InsightKind = 'counterfactuals' | 'importance' | 'models';

/** What the engine answers beyond predictions: what could be otherwise, what matters, and how two differ. */
export interface InsightEngine {
	/** A customer's orders as edits leave them; without a customer, those of somebody new. */
	orderSheet(customer: string | undefined, facts: readonly OrderEdit[]): Promise<OrderSheet>;
	dependence(request: DependenceRequest): Promise<DependenceAnswer>;
	/** A newer search ends the one before, which then throws `cancelled`. */
	counterfactuals(request: CounterfactualRequest, report: Work['report']): Promise<CounterfactualAnswer>;
	/** What matters for which product; kept until the model changes. */
	importance(report: Work['report']): Promise<ImportanceSummary>;
	/** The dots behind one product's importances, which are computed first where they are not yet. */
	swarms(product: string, report: Work['report']): Promise<ProductSwarms>;
	compareCustomers(a: string, b: string): Promise<CustomerComparison>;
	/** Two of the project's models by id; with a customer, also as each explains that one. A newer one ends the one before. */
	compareModels(a: string, b: string, customer: string | undefined, report: Work['report']): Promise<ModelComparison>;
	stopInsight(kind: InsightKind): Promise<void>;
}

/** Explanations beyond the live answer, of one model. Long ones leave room for other messages and can be stopped. */
export class Insights implements InsightEngine {
	readonly #running = new Map<InsightKind, AbortController>();
	readonly #models = new Map<string, Predictor>();
	#importance: Promise<ImportanceAnswer> | undefined;

	constructor(readonly whatIf: WhatIf) {}

	async orderSheet(customer: string | undefined, facts: readonly OrderEdit[]): Promise<OrderSheet> {
		return orderSheet(this.whatIf.predictor, customer, facts);
	}

	async dependence(request: DependenceRequest): Promise<DependenceAnswer> {
		return dependence(this.whatIf, request);
	}

	counterfactuals(request: CounterfactualRequest, report: Work['report']): Promise<CounterfactualAnswer> {
		return this.#run('counterfactuals', report, (work) => counterfactuals(this.whatIf, request, work));
	}

	async importance(report: Work['report']): Promise<ImportanceSummary> {
		const { products, parameters, customers, mean, low, high, signed } = await this.#important(report);
		return { products, parameters, customers: customers.length, mean, low, high, signed };
	}

	async swarms(product: string, report: Work['report']): Promise<ProductSwarms> {
		const answer = await this.#important(report);
		return { product, customers: answer.customers, swarms: swarmsOf(answer, product) };
	}

	async compareCustomers(a: string, b: string): Promise<CustomerComparison> {
		return compareCustomers(this.whatIf, a, b);
	}

	compareModels(a: string, b: string, customer: string | undefined, report: Work['report']): Promise<ModelComparison> {
		return this.#run('models', report, (work) => compareModels(this.#model(a), this.#model(b), customer, work));
	}

	async stopInsight(kind: InsightKind): Promise<void> {
		this.#running.get(kind)?.abort();
	}

	/** Ends everything that runs: the model is no longer the one that is asked. */
	stop(): void {
		for (const controller of this.#running.values()) controller.abort();
	}

	/** Computed once; whoever asks meanwhile waits for the same answer. One that was stopped is begun anew. */
	#important(report: Work['report']): Promise<ImportanceAnswer> {
		if (this.#importance) return this.#importance;
		const answer = this.#run('importance', report, (work) => importance(this.whatIf, {}, work));
		this.#importance = answer;
		answer.catch(() => (this.#importance = undefined));
		return answer;
	}

	#model(id: string): Predictor {
		const { predictor } = this.whatIf;
		if (predictor.card.id === id) return predictor;
		const known = this.#models.get(id);
		if (known) return known;
		if (!predictor.project.models.some((model) => model.id === id)) throw new LikelyError('model.unknown', { model: id });
		const made = new Predictor({ ...predictor.project, chosen: id });
		this.#models.set(id, made);
		return made;
	}

	/** One of a kind at a time: the newest wins. */
	async #run<T>(kind: InsightKind, report: Work['report'], run: (work: Work) => Promise<T>): Promise<T> {
		this.#running.get(kind)?.abort();
		const controller = new AbortController();
		this.#running.set(kind, controller);
		try {
			return await run({ report, signal: controller.signal });
		} finally {
			if (this.#running.get(kind) === controller) this.#running.delete(kind);
		}
	}
}
