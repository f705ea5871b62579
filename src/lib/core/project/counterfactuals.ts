import { searchChanges } from '../explanation/counterfactual.js';
import type { Candidate, Move } from '../explanation/counterfactual.js';
import { isWithin, seenValues } from '../explanation/seen.js';
import { editOrders, snapshotOf } from '../features/edit.js';
import type { OrderEdit } from '../features/edit.js';
import { pairVector } from '../features/table.js';
import { asInputs } from '../models/inputs.js';
import type { ParameterValue } from '../explanation/types.js';
import type { Work } from '../progress.js';
import type { Counterfactual, CounterfactualAnswer, CounterfactualRequest } from './cards.js';
import { factMoves } from './fact-moves.js';
import { valueMoves } from './value-moves.js';
import { edited } from './value-edits.js';
import type { WhatIf } from './what-if.js';

/** Moves, what a set of them is worth (NaN: not allowed), and what the what-if would have to be asked. */
interface Space<M extends Move> {
	readonly moves: readonly M[];
	readonly evaluate: (sets: readonly (readonly M[])[]) => Float32Array;
	readonly asked: (moves: readonly M[]) => Pick<Counterfactual, 'facts' | 'values'>;
}

/** Predictions that may be asked for: those of single values cost next to nothing, many at a time. */
const BUDGET = { facts: 4000, values: 20_000 };

/**
 * The fewest and smallest changes of facts, or of single values, that bring a product to a probability. None leads
 * outside what was seen among all customers, none moves a frozen parameter, and each is predicted once more by the
 * what-if itself before it is given. Throws as `WhatIf.answer` does, and `cancelled`.
 */
export async function counterfactuals(whatIf: WhatIf, request: CounterfactualRequest, work: Work): Promise<CounterfactualAnswer> {
	const product = whatIf.answers.productIndex(request.product);
	const over = request.over ?? (request.customer !== undefined || request.facts?.length ? 'facts' : 'values');
	const from = whatIf.answers.probability(product, whatIf.current(request)[product]);
	const search = async <M extends Move & { readonly change: Counterfactual['changes'][number] }>(space: Space<M>): Promise<CounterfactualAnswer> => {
		const outcome = await searchChanges(space.moves, space.evaluate, { budget: BUDGET[over], ...request, from }, work);
		const told = ({ moves, size }: Candidate<M>): Counterfactual => {
			const asked = space.asked(moves);
			const probability = whatIf.answers.probability(product, whatIf.current({ customer: request.customer, ...asked })[product]);
			return { probability, size, changes: moves.map(({ change }) => change), ...asked };
		};
		const reaches = ({ probability }: Counterfactual) => (request.target > from ? probability >= request.target : probability <= request.target);
		const { evaluations, complete } = outcome;
		const found = outcome.found.map(told).filter(reaches);
		return { product: request.product, probability: from, target: request.target, over, found, best: told(outcome.best), evaluations, complete };
	};
	return over === 'facts' ? search(factSpace(whatIf, request, product, from)) : search(valueSpace(whatIf, request, product));
}

function factSpace(whatIf: WhatIf, request: CounterfactualRequest, product: number, from: number): Space<ReturnType<typeof factMoves>[number]> {
	const { predictor, inputs } = whatIf;
	const { project, examples, card } = predictor;
	const { facts = [], values = {}, customer } = request;
	const index = customer === undefined ? undefined : inputs.indexOf(customer);
	const edits = whatIf.answers.values.of(values);
	const isAllowed = allowed(whatIf, request, product);
	const attributes = examples.features.customer.filter(({ kind }) => kind === 'category').map(({ name }, i) => [i, name] as const);
	const free = attributes.filter(([, name]) => request.free?.includes(name) && !request.frozen?.includes(name));
	const together = (moves: readonly { readonly edits: readonly OrderEdit[] }[]) => [...facts, ...moves.flatMap((move) => move.edits)];
	return {
		moves: factMoves(project.book, index, product, request.target > from, free),
		evaluate(sets) {
			const vectors = sets.map((moves) => {
				const snapshot = snapshotOf(editOrders(project.book, index, together(moves)), card.question);
				if (!snapshot.rows) return undefined;
				const inputs = asInputs(predictor.model, snapshot);
				const of = (p: number) => edited(pairVector(inputs, 0, p), edits, p);
				return isAllowed(of) ? of(product) : undefined;
			});
			return predictAll(whatIf, product, vectors);
		},
		asked: (moves) => ({ facts: together(moves), values })
	};
}

function valueSpace(whatIf: WhatIf, request: CounterfactualRequest, product: number): Space<ReturnType<typeof valueMoves>[number]> {
	const { population } = whatIf.predictor;
	const { facts = [], values = {} } = request;
	const current = whatIf.current(request)[product];
	const frozen = frozenColumns(whatIf, request);
	const isFrozen = (column: number) => frozen.some((at) => at.column === column && (at.product < 0 || at.product === product));
	return {
		moves: valueMoves(population.features, request.product, current, seenValues(population, product), isFrozen),
		evaluate: (sets) =>
			predictAll(
				whatIf,
				product,
				sets.map((moves) => edited(current, moves.map(({ column, number }) => ({ column, number, product })), product))
			),
		asked(moves) {
			const moved: Record<string, ParameterValue> = { ...values };
			for (const { change } of moves) moved[change.parameter] = change.to;
			return { facts, values: moved };
		}
	};
}

/** Probabilities of a product for some inputs in one go; NaN where there is none. */
function predictAll({ predictor }: WhatIf, product: number, vectors: readonly (Float32Array | undefined)[]): Float32Array {
	const known = vectors.filter((vector) => vector !== undefined);
	const width = known[0]?.length ?? 0;
	const table = new Float32Array(known.length * width);
	known.forEach((vector, i) => table.set(vector, i * width));
	const p = known.length ? predictor.model.predictProduct(product, table, known.length) : undefined;
	let next = 0;
	return Float32Array.from(vectors, (vector) => (vector ? (p?.[next++] ?? NaN) : NaN));
}

/** Whether inputs, by product, keep what is frozen and stay within what was seen wherever they differ from now. */
function allowed(whatIf: WhatIf, request: CounterfactualRequest, product: number): (of: (product: number) => Float32Array) => boolean {
	const now = whatIf.current(request);
	const seen = seenValues(whatIf.predictor.population, product);
	const frozen = frozenColumns(whatIf, request);
	return (of) => {
		const vector = of(product);
		return (
			vector.every((value, c) => Object.is(value, now[product][c]) || isWithin(seen[c], value)) &&
			frozen.every((at) => {
				const p = at.product < 0 ? product : at.product;
				return Object.is((p === product ? vector : of(p))[at.column], now[p][at.column]);
			})
		);
	};
}

/** What has to stay: the parameters named, and categories that are not freed. */
function frozenColumns(whatIf: WhatIf, { frozen = [], free = [] }: CounterfactualRequest) {
	const categories = whatIf.answers.material.features.customer.flatMap(({ kind, name }, column) =>
		kind === 'category' && !free.includes(name) ? [{ column, product: -1 }] : []
	);
	return [...categories, ...frozen.map((name) => whatIf.answers.values.column(name))];
}
