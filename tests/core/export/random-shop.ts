import fc from 'fast-check';
import type { Category, Transactions } from '../../../src/lib/core/data/types.js';

/** Names that a careless script would trip over. */
const hostile = ["O'Brien", 'a"b', 'a`b', 'back\\slash', "x'); DROP TABLE likely_orders; --", '-- no', '/* no */', 'π 漢字 😀', ';', ' ', '%_', '$1 {x}', 'NULL', "E'\\n'", 'line\nbreak', "\\'"];

/** A few lines of a few customers, with ties in time, credits, returns, missing ids and attributes, and hostile names. */
export const randomTransactions: fc.Arbitrary<Transactions> = fc
	.array(
		fc.record({
			customer: fc.nat(5),
			order: fc.option(fc.nat(12), { freq: 4 }),
			product: fc.nat(4),
			day: fc.nat(400),
			time: fc.constantFrom(0, 0, 0.25, 0.5),
			amount: fc.option(fc.oneof(fc.integer({ min: -500, max: 9000 }).map((cents) => cents / 100), fc.constantFrom(0.00005, 1234.56785)), { freq: 8, nil: NaN }),
			quantity: fc.constantFrom(1, 1, 1, 2, -1),
			returned: fc.constantFrom(0, 0, 0, 1),
			returnedAfter: fc.option(fc.nat(200), { nil: NaN }),
			region: fc.integer({ min: -1, max: 3 }),
			kind: fc.integer({ min: -1, max: 1 })
		}),
		{ minLength: 3, maxLength: 60 }
	)
	.chain((lines) => fc.shuffledSubarray(hostile, { minLength: 5, maxLength: 5 }).map((names) => ({ lines, names })))
	// Two days of data at least, and somebody who bought something.
	.map(({ lines, names }) => ({ names, lines: [{ ...lines[0], day: 0, quantity: 1 }, { ...lines[1], day: 300, quantity: 1 }, ...lines.slice(2)] }))
	.map(({ lines, names }) => {
		const column = (of: (line: (typeof lines)[number]) => number | null, values: readonly string[]): Category => ({
			codes: Int32Array.from(lines, (line) => of(line) ?? -1),
			values
		});
		const customers = Array.from({ length: 6 }, (_, c) => `${names[c % 5]}${c}`);
		const days = lines.map(({ day, time }) => 16_000 + day + time);
		return {
			rows: lines.length,
			customer: column(({ customer }) => customer, customers),
			order: column(({ order }) => order, Array.from({ length: 13 }, (_, o) => `${names[o % 5]} ${o}`)),
			product: column(({ product }) => product, names),
			time: Float64Array.from(days),
			amount: Float64Array.from(lines, ({ amount }) => amount),
			quantity: Float64Array.from(lines, ({ quantity }) => quantity),
			returned: Uint8Array.from(lines, ({ returned }) => returned),
			returnedTime: Float64Array.from(lines, ({ returned, returnedAfter }, i) => (returned ? days[i] + returnedAfter : NaN)),
			line: Int32Array.from(lines, (_, i) => i + 2),
			attributes: [
				{ name: 'Region"; --', column: column(({ region }) => region, names.slice(0, 4)) },
				{ name: 'spent', column: column(({ kind }) => kind, ['a', 'A']) }
			]
		};
	});
