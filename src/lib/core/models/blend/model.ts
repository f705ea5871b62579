import * as v from 'valibot';
import { LikelyError } from '../../errors.js';
import type { Examples } from '../../features/types.js';
import { coalitionsByRows } from '../coalitions-by-rows.js';
import { over, union } from '../joined-coalitions.js';
import type { EncodedModel, Model, Numbers } from '../types.js';
import type { Mix } from './choose.js';
import { inside, links } from './mix.js';
import type { MixKind } from './mix.js';
import { JoinedInputs } from './inputs.js';

const version = 1;
const names = ['popularity', 'forest', 'boosted', 'neural', 'transformer', 'neighbours', 'renewal'] as const;

const metaSchema = v.object({
	kind: v.picklist(['log-odds', 'probability']),
	members: v.pipe(
		v.array(
			v.object({
				family: v.picklist(names),
				version: v.pipe(v.number(), v.integer()),
				weight: v.pipe(v.number(), v.gtValue(0), v.maxValue(1 + 1e-9)),
				meta: v.record(v.string(), v.unknown())
			})
		),
		v.minLength(1),
		v.check((members) => Math.abs(members.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-6)
	)
});

/** The weighted mean of what members answer, [n] of [n] each. One member alone answers as it would itself, to the bit. */
export function mixAnswers<Answer extends Float32Array | Float64Array>({ kind, weights }: { kind: MixKind; weights: ArrayLike<number> }, answers: readonly Answer[]): Answer {
	const used = answers.map((p, m) => ({ p, weight: weights[m] })).filter(({ weight }) => weight > 0);
	const [{ p: first }] = used;
	if (used.length === 1) return first;
	const { of, back } = links[kind];
	const sum = new Float64Array(first.length);
	for (const { p, weight } of used) for (let i = 0; i < p.length; i++) sum[i] += weight * of(inside(p[i]));
	const out = first.slice() as Answer;
	sum.forEach((z, i) => (out[i] = back(z)));
	return out;
}

/** Several models that answer as one. Members of weight 0 are left out. */
export function blendModel(members: readonly Model[], { kind, weights }: Mix): Model {
	const kept = members.map((model, m) => ({ model, weight: weights[m] })).filter(({ weight }) => weight > 0);
	const { features, products } = kept[0].model;
	const own = { kind, weights: kept.map(({ weight }) => weight) };
	const mixed = <Answer extends Float32Array | Float64Array>(answer: (model: Model, m: number) => Answer): Answer =>
		mixAnswers(own, kept.map(({ model }, m) => answer(model, m)));
	const all = (can: (model: Model) => unknown) => kept.every(({ model }) => can(model));
	const witness = kept.find(({ model }) => model.likeness)?.model;
	const inputs = kept.some(({ model }) => model.inputs) ? new JoinedInputs(kept.map(({ model }) => model)) : undefined;
	/** What a member is asked about when the blend is asked about coalitions. */
	const part = (m: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]) =>
		inputs ? ([inputs.tableOf(m, current, 1), inputs.tableOf(m, baseline, 1), inputs.groupsOf(m, groups)] as const) : ([current, baseline, groups] as const);
	return {
		family: 'blend',
		features,
		products,
		...(inputs && { inputs }),
		predict: (examples: Examples) => mixed((model) => model.predict(examples)),
		predictProduct: (product, table, rows) => mixed((model, m) => model.predictProduct(product, inputs?.tableOf(m, table, rows) ?? table, rows)),
		...(all((model) => model.coalitions) && {
			coalitions: (...[product, ...ends]: Parameters<NonNullable<Model['coalitions']>>) =>
				mixed((model, m) => model.coalitions?.(product, ...part(m, ...ends)) ?? new Float64Array(0))
		}),
		...(kept.some(({ model }) => model.effectiveCoalitions) && {
			...(!all((model) => model.effectiveCoalitions) && { asksRows: true }),
			effectiveCoalitions: (...[product, ...ends]: Parameters<NonNullable<Model['effectiveCoalitions']>>) => {
				const found = kept.map(({ model }, m) => {
					const own = part(m, ...ends);
					return model.effectiveCoalitions?.(product, ...own) ?? coalitionsByRows(model, product, ...own);
				});
				const groups = union(found);
				return { groups, worths: mixAnswers(own, found.map((each) => over(groups, each))) };
			}
		}),
		...(witness?.likeness && { likeness: witness.likeness.bind(witness) }),
		encode() {
			const encoded = kept.map(({ model }) => model.encode());
			const buffers: [string, Numbers][] = encoded.flatMap((member, m) =>
				Object.entries(member.buffers).map(([name, buffer]): [string, Numbers] => [`${m}.${name}`, buffer])
			);
			const meta = {
				kind,
				members: encoded.map((member, m) => ({ family: member.family, version: member.version, weight: kept[m].weight, meta: member.meta }))
			};
			return { family: 'blend', version, features, products, meta, buffers: Object.fromEntries(buffers) };
		}
	};
}

/**
 * Undoes `encode`; each member, its calibration included, is decoded by `decodeMember`. Throws `model.damaged` where the
 * members or their weights do not fit, besides what `decodeMember` throws.
 */
export function decodeBlend(encoded: EncodedModel, decodeMember: (encoded: EncodedModel) => Model): Model {
	const { features, products, buffers } = encoded;
	const read = v.safeParse(metaSchema, encoded.meta);
	if (encoded.version !== version || !read.success) throw new LikelyError('model.damaged', { family: 'blend' });
	const { kind, members } = read.output;
	const models = members.map(({ family, version, meta }, m) => {
		const own = Object.entries(buffers).filter(([name]) => name.startsWith(`${m}.`));
		const memberBuffers = Object.fromEntries(own.map(([name, buffer]) => [name.slice(`${m}.`.length), buffer]));
		return decodeMember({ family, version, features, products, meta, buffers: memberBuffers });
	});
	return blendModel(models, { kind, weights: Float64Array.from(members, ({ weight }) => weight) });
}
