import { tasks } from '../../src/cli/tasks.js';
import { buildOrderBook } from '../../src/lib/core/features/book.js';
import { defaultQuestion } from '../../src/lib/core/features/questions.js';
import type { OrderBook } from '../../src/lib/core/features/types.js';
import type { FamilyName } from '../../src/lib/core/models/types.js';
import { inline } from '../../src/lib/core/parallel.js';
import { silent } from '../../src/lib/core/progress.js';
import { trainModels } from '../../src/lib/core/project/train.js';
import { Random } from '../../src/lib/core/random.js';

const [CUSTOMERS, PRODUCTS, DAYS, SEASON, GROUPS] = [400, 8, 1080, 90, 4];
const SHOPS = 9;
/** Standard deviation of a group's likings, in log-odds, and the mean days between a customer's orders. */
const [LIKINGS, GAP] = [0.25, 60];
/** Correlation of a group's liking of a product with the same a season later. */
const LASTING = { 'lasting likings': 1, 'likings that fade': 0.7, 'new likings every season': 0 };

/**
 * A shop whose customers differ in one way: each belongs to one of four groups with faint likings of its own, which last,
 * fade or are new every season. They all order as often, and by chance.
 */
export function driftingShop(lasting: number, seed: number): OrderBook {
	const random = new Random(`drifting ${lasting} ${seed}`);
	const likings = Array.from({ length: GROUPS * PRODUCTS }, () => LIKINGS * random.normal());
	const base = Array.from({ length: PRODUCTS }, () => 0.5 * random.normal());
	const customers = Array.from({ length: CUSTOMERS }, (_, c) => ({ c, group: random.integer(GROUPS), next: random.integer(200) }));
	const lines: { c: number; o: number; p: number; t: number }[] = [];
	let orders = 0;
	for (let season = 0; season < DAYS; season += SEASON) {
		for (let i = 0; i < likings.length; i++) likings[i] = lasting * likings[i] + Math.sqrt(1 - lasting ** 2) * LIKINGS * random.normal();
		for (const customer of customers)
			for (; customer.next < season + SEASON; customer.next += Math.ceil(-GAP * Math.log(1 - random.next()))) {
				const chances = base.map((own, p) => Math.exp(own + likings[customer.group * PRODUCTS + p]));
				const all = chances.reduce((a, b) => a + b, 0);
				const bought = new Set<number>();
				for (let more = 1 + random.integer(2); more > 0; more--) {
					let left = random.next() * all;
					bought.add(Math.max(0, chances.findIndex((chance) => (left -= chance) < 0)));
				}
				for (const p of bought) lines.push({ c: customer.c, o: orders, p, t: 15_000 + customer.next });
				orders++;
			}
	}
	const column = (codes: readonly number[], prefix: string, count: number) => ({ codes: Int32Array.from(codes), values: Array.from({ length: count }, (_, i) => `${prefix}${i}`) });
	const of = (value: (line: (typeof lines)[number]) => number) => lines.map(value);
	return buildOrderBook({
		rows: lines.length,
		customer: column(of(({ c }) => c), 'C', CUSTOMERS),
		order: column(of(({ o }) => o), 'O', orders),
		product: column(of(({ p }) => p), 'P', PRODUCTS),
		time: Float64Array.from(of(({ t }) => t)),
		amount: Float64Array.from(lines, () => 10),
		quantity: new Float64Array(lines.length).fill(1),
		returned: new Uint8Array(lines.length),
		line: Int32Array.from(lines, (_, i) => i + 2),
		attributes: [{ name: 'region', column: column(of(({ c }) => customers[c].group), 'group ', GROUPS) }]
	});
}

/** Per kind of likings, over shops and families: skill at the date after the last one learned from, and how many are surely better or worse. */
export async function driftFigures(families: readonly FamilyName[]): Promise<Record<string, Record<string, string | number>>> {
	const table: Record<string, Record<string, string | number>> = {};
	const everywhere: number[][] = [];
	let [better, worse, fits] = [0, 0, 0];
	const row = (skills: readonly (readonly number[])[], sure: { better: number; worse: number; fits: number }) => {
		const means = skills.map((own) => own.reduce((a, b) => a + b, 0) / own.length);
		const mean = means.reduce((a, b) => a + b, 0) / means.length;
		const error = Math.sqrt(means.reduce((sum, own) => sum + (own - mean) ** 2, 0) / (means.length - 1) / means.length);
		return { fits: sure.fits, 'skill, mean %': Number((100 * mean).toFixed(2)), '± over shops': Number((100 * error).toFixed(2)), 'surely better': sure.better, 'surely worse': sure.worse };
	};
	for (const [name, lasting] of Object.entries(LASTING)) {
		const skills: number[][] = [];
		const sure = { better: 0, worse: 0, fits: 0 };
		for (let seed = 1; seed <= SHOPS; seed++) {
			const book = driftingShop(lasting, seed);
			const { models } = await trainModels(book, defaultQuestion(book), { families, seed, threshold: 0.7, pool: inline(tasks), now: new Date(0).toISOString() }, silent);
			const learned = models.filter(({ family }) => family !== 'popularity');
			skills.push(learned.map(({ report }) => report.metrics.skill));
			for (const { verdict } of learned) {
				sure.fits++;
				if (verdict === 'better') sure.better++;
				if (verdict === 'worse') sure.worse++;
			}
		}
		table[name] = row(skills, sure);
		everywhere.push(...skills);
		[better, worse, fits] = [better + sure.better, worse + sure.worse, fits + sure.fits];
	}
	return { ...table, together: row(everywhere, { better, worse, fits }) };
}
