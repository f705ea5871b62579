import { coalitionTable } from '../models/coalition-table.js';
import { over } from '../models/joined-coalitions.js';
import type { Model } from '../models/types.js';

/** What every coalition of some players is worth. */
export interface Worths {
	/** Numbers of the players, ascending; bit i of a coalition's number is the i-th of them. */
	readonly players: Int32Array;
	/** [2^players] */
	readonly worth: Float64Array;
}

/**
 * Worths of all coalitions of the asked players, whose columns stand at `current` in a coalition and at `baseline`
 * outside it, without those that change nothing; all other columns stay at `current`. groups: [players] columns.
 */
export function worthsOf(
	model: Model,
	product: number,
	current: Float32Array,
	baseline: Float32Array,
	groups: readonly Int32Array[],
	asked: readonly number[]
): Worths {
	const columns = asked.map((player) => groups[player]);
	if (model.effectiveCoalitions) {
		const found = model.effectiveCoalitions(product, current, baseline, columns);
		return withoutDummies({ players: found.groups.map((i) => asked[i]), worth: found.worths });
	}
	const worth = model.coalitions?.(product, current, baseline, columns) ?? model.predictProduct(product, coalitionTable(current, baseline, columns), 2 ** columns.length);
	return withoutDummies({ players: Int32Array.from(asked), worth: Float64Array.from(worth) });
}

/** The same without the players that change no coalition by a bit: what is left does not depend on who was asked about. */
export function withoutDummies({ players, worth }: Worths): Worths {
	const isDummy = (i: number) => {
		const bit = 1 << i;
		for (let first = 0; first < worth.length; first += 2 * bit)
			for (let mask = first; mask < first + bit; mask++) if (worth[mask] !== worth[mask + bit]) return false;
		return true;
	};
	const dummy = players.findIndex((_, i) => isDummy(i));
	return dummy < 0 ? { players, worth } : withoutDummies(without({ players, worth }, players[dummy]));
}

/** The coalitions that a player is not in. */
export function without({ players, worth }: Worths, player: number): Worths {
	const i = players.indexOf(player);
	if (i < 0) return { players, worth };
	const half = new Float64Array(worth.length / 2);
	for (let mask = 0; mask < half.length; mask++) half[mask] = worth[split(mask, i)];
	return { players: players.filter((other) => other !== player), worth: half };
}

/** Puts the coalitions without and with a player together; either side may lack players that change nothing there. */
export function joined(player: number, outside: Worths, inside: Worths): Worths {
	const others = Int32Array.from(new Set([...outside.players, ...inside.players])).sort();
	const players = Int32Array.of(player, ...others).sort();
	const among = ({ players: groups, worth: worths }: Worths) => over(others, { groups, worths });
	const [low, high] = [among(outside), among(inside)];
	const i = players.indexOf(player);
	const worth = new Float64Array(2 ** players.length);
	for (let mask = 0; mask < low.length; mask++) {
		const place = split(mask, i);
		worth[place] = low[mask];
		worth[place | (1 << i)] = high[mask];
	}
	return withoutDummies({ players, worth });
}

/** A coalition's number with a bit 0 put in at position i. */
function split(mask: number, i: number): number {
	return ((mask >> i) << (i + 1)) | (mask & ((1 << i) - 1));
}
