// The best split of a node by second-order gains, column by column, from histograms.

export const MISSING_RIGHT: i32 = 1;
export const MISSING_LEFT: i32 = 2;
export const CATEGORY: i32 = 3;
/** What a split must surpass the best by, so that equal ones are told apart by their place, not by rounding. */
const TIE: f64 = 1 + 1 / 1099511627776.0;

/** gain f64, leftG f64, leftH f64, column i32, kind i32, split i32, unused i32, subset 8 x u32 */
export let best: usize = 0;
/** 257 x (g f64, h f64) */
let candidates: usize = 0;
/** 257 x u32 */
let candidateBins: usize = 0;
let lambda: f64 = 0;
let minH: f64 = 1;

let nodeG: f64 = 0;
let nodeH: f64 = 0;
let nodeScore: f64 = 0;
let bestGain: f64 = 0;

export function setupSearch(best_: usize, candidates_: usize): void {
	best = best_;
	candidates = candidates_;
	candidateBins = candidates_ + 4112;
}

export function setSearch(lambda_: f64, minH_: f64): void {
	lambda = lambda_;
	minH = minH_;
}

export function startSearch(g: f64, h: f64, minGain: f64): void {
	nodeG = g;
	nodeH = h;
	nodeScore = (g * g) / (h + lambda);
	bestGain = minGain;
	store<i32>(best, -1, 24);
}

/** Both sums of a running pair as (g, h) in f64. */
@inline
function apart(pair: v128): v128 {
	return f64x2.convert_low_i32x4_s(i32x4.sub(pair, i64x2.shl(i32x4.shr_s(pair, 31), 32)));
}

/**
 * The best of candidates `from` to `to` - 1 as sums on the left, less (lessG, lessH). Returns its number, or -1 where none
 * gains more than bestGain; two at a time.
 */
function bestCandidate(from: i32, to: i32, lessG: f64, lessH: f64): i32 {
	const allG = f64x2.splat(nodeG);
	const allH = f64x2.splat(nodeH);
	const l2 = f64x2.splat(lambda);
	const least = f64x2.splat(minH);
	const less = f64x2.replace_lane(f64x2.splat(lessG), 1, lessH);
	let threshold = (bestGain + nodeScore) * TIE;
	let worthNow: f64 = 0;
	let found: i32 = -1;
	for (let i = from; i < to; i += 2) {
		const at = candidates + (usize(i) << 4);
		const a = f64x2.sub(v128.load(at), less);
		const b = f64x2.sub(v128.load(at, 16), less);
		const leftG = i64x2.shuffle(a, b, 0, 2);
		const leftH = i64x2.shuffle(a, b, 1, 3);
		const rightG = f64x2.sub(allG, leftG);
		const rightH = f64x2.sub(allH, leftH);
		const left = f64x2.add(leftH, l2);
		const right = f64x2.add(rightH, l2);
		const worth = f64x2.add(
			f64x2.mul(f64x2.mul(leftG, leftG), right),
			f64x2.mul(f64x2.mul(rightG, rightG), left)
		);
		const good = v128.and(
			f64x2.gt(worth, f64x2.mul(f64x2.mul(left, right), f64x2.splat(threshold))),
			v128.and(f64x2.ge(leftH, least), f64x2.ge(rightH, least))
		);
		const lanes = i64x2.bitmask(good);
		if (lanes == 0) continue;
		if (lanes & 1) {
			worthNow = score(f64x2.extract_lane(leftG, 0), f64x2.extract_lane(leftH, 0));
			threshold = worthNow * TIE;
			found = i;
		}
		if (lanes & 2 && i + 1 < to) {
			const g = f64x2.extract_lane(leftG, 1);
			const h = f64x2.extract_lane(leftH, 1);
			const beats = (lanes & 1) == 0 || f64x2.extract_lane(worth, 1) > (h + lambda) * (nodeH - h + lambda) * threshold;
			if (beats) {
				worthNow = score(g, h);
				threshold = worthNow * TIE;
				found = i + 1;
			}
		}
	}
	if (found >= 0) bestGain = worthNow - nodeScore;
	return found;
}

/** G²/(H + lambda) summed over the sides. */
@inline
function score(leftG: f64, leftH: f64): f64 {
	const rightG = nodeG - leftG;
	return (leftG * leftG) / (leftH + lambda) + (rightG * rightG) / (nodeH - leftH + lambda);
}

@inline
function keep(candidate: i32, lessG: f64, lessH: f64, kind: i32, split: i32, column: u32): void {
	const at = candidates + (usize(candidate) << 4);
	store<f64>(best, bestGain);
	store<f64>(best, load<f64>(at) - lessG, 8);
	store<f64>(best, load<f64>(at, 8) - lessH, 16);
	store<u32>(best, column, 24);
	store<i32>(best, kind, 28);
	store<i32>(best, split, 32);
}

@inline
function binOf(candidate: i32): i32 {
	return load<i32>(candidateBins + (usize(candidate) << 2));
}

/**
 * Chooses among the `count` filled bins of a number column, whose running sums are the candidates, missing ones (bin 0)
 * first. The split is put half-way through a gap of empty bins.
 */
export function chooseNumber(count: i32, column: u32): void {
	if (count < 2) return;
	const hasMissing = binOf(0) == 0;
	const left = bestCandidate(0, count - 1, 0, 0);
	if (left >= 0) {
		const bin = binOf(left);
		const split = bin == 0 ? 0 : (bin + binOf(left + 1) - 1) >> 1;
		const heavier = 2 * load<f64>(candidates + (usize(left) << 4), 8) >= nodeH;
		keep(left, 0, 0, hasMissing || heavier ? MISSING_LEFT : MISSING_RIGHT, split, column);
	}
	if (hasMissing) {
		const lessG = load<f64>(candidates);
		const lessH = load<f64>(candidates, 8);
		const right = bestCandidate(1, count - 1, lessG, lessH);
		if (right >= 0) keep(right, lessG, lessH, MISSING_RIGHT, (binOf(right) + binOf(right + 1) - 1) >> 1, column);
	}
}

/** Makes candidates of all bins of a histogram. */
@inline
export function collectAll(cells: usize, bins: u32): i32 {
	let running = i64x2.splat(0);
	let to = candidates;
	let bin = candidateBins;
	const last = cells + (bins << 3);
	let number: u32 = 0;
	for (let at = cells; at < last; at += 8) {
		running = i64x2.add(running, v128.load64_zero(at));
		v128.store(to, apart(running));
		store<u32>(bin, number++);
		const filled = usize(load<i64>(at) != 0);
		to += filled << 4;
		bin += filled << 2;
	}
	return i32((bin - candidateBins) >> 2);
}

@inline
function sumG(pair: i64): f64 {
	return f64(i32(pair));
}

@inline
function sumH(pair: i64): f64 {
	return f64((pair - i64(i32(pair))) >> 32);
}

/** The bins of a category that the node fills, in the order of g / h, then as numbers. */
export function searchCategory(cells: usize, column: u32): void {
	let count: i32 = 0;
	const bins = candidateBins;
	for (let bin: i32 = 0; bin < 256; bin++) {
		const pair = load<i64>(cells + (bin << 3));
		if (pair == 0) continue;
		const g = sumG(pair);
		const h = sumH(pair);
		let at = count++;
		while (at > 0) {
			const before = load<i32>(bins + ((at - 1) << 2));
			const other = load<i64>(cells + (before << 3));
			if (sumG(other) * h - g * sumH(other) <= 0) break;
			store<i32>(bins + (at << 2), before);
			at--;
		}
		store<i32>(bins + (at << 2), bin);
	}
	if (count < 2) return;
	let running = i64x2.splat(0);
	for (let i: i32 = 0; i < count; i++) {
		running = i64x2.add(running, v128.load64_zero(cells + (binOf(i) << 3)));
		v128.store(candidates + (usize(i) << 4), apart(running));
	}
	const chosen = bestCandidate(0, count - 1, 0, 0);
	if (chosen >= 0) {
		keep(chosen, 0, 0, CATEGORY, 0, column);
		memory.fill(best + 40, 0, 32);
		for (let i: i32 = 0; i <= chosen; i++) {
			const bin = binOf(i);
			const at = best + 40 + ((bin >> 5) << 2);
			store<u32>(at, load<u32>(at) | (1 << (bin & 31)));
		}
	}
}

