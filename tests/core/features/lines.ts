import type { Category, Transactions } from '../../../src/lib/core/data/types.js';

/** An order line as a test writes it. `day` counts from 1970-01-01. */
export interface Line {
	readonly customer: string;
	readonly order: string;
	readonly day: number;
	readonly product: string;
	readonly amount?: number;
	readonly quantity?: number;
	readonly returned?: boolean;
	readonly returnedDay?: number;
	readonly region?: string;
	readonly part?: 'history' | 'future';
	readonly fold?: 'train' | 'validation' | 'test';
}

export function transactions(lines: readonly Line[]): Transactions {
	const given = lines.some((line) => line.part);
	return {
		rows: lines.length,
		customer: category(lines.map((line) => line.customer)),
		order: category(lines.map((line) => line.order)),
		product: category(lines.map((line) => line.product)),
		time: Float64Array.from(lines, (line) => line.day),
		amount: Float64Array.from(lines, (line) => line.amount ?? NaN),
		quantity: Float64Array.from(lines, (line) => line.quantity ?? 1),
		returned: Uint8Array.from(lines, (line) => (line.returned ? 1 : 0)),
		returnedTime: Float64Array.from(lines, (line) => line.returnedDay ?? NaN),
		line: Int32Array.from(lines, (_, i) => i + 2),
		attributes: lines.some((line) => line.region !== undefined)
			? [{ name: 'region', column: category(lines.map((line) => line.region)) }]
			: [],
		...(given && {
			given: {
				part: Uint8Array.from(lines, (line) => (line.part === 'future' ? 1 : 0)),
				fold: Uint8Array.from(lines, (line) => ['train', 'validation', 'test'].indexOf(line.fold ?? 'train'))
			}
		})
	};
}

function category(cells: readonly (string | undefined)[]): Category {
	const values: string[] = [];
	const codeOf = new Map<string, number>();
	const codes = Int32Array.from(cells, (cell) => {
		if (cell === undefined) return -1;
		const known = codeOf.get(cell);
		if (known !== undefined) return known;
		codeOf.set(cell, values.length);
		return values.push(cell) - 1;
	});
	return { codes, values };
}
