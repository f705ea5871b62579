// Arithmetic of network training: register-blocked matrix products, activations, cross-entropy and Adam in f32x4.
// Pointers and strides are in bytes. Every float operation is a plain IEEE one in a fixed order: the same bits on
// every machine. Arguments and layouts are those of Kernels in core/models/neural/kernels.ts.

// Panels of the right-hand side are packed to `panel`, 8 columns wide, `deepest` rows at most.
const deepest: i32 = 1024;
let panel: usize = 0;

/** Takes [8 × 1024] floats of the memory to work with; returns where what is free begins, on a cache line. */
export function begin(): usize {
	panel = (__heap_base + 63) & ~63;
	return panel + deepest * 8 * 4;
}

@inline
function mad(a: v128, b: v128, c: v128): v128 {
	return f32x4.add(c, f32x4.mul(a, b));
}

/** panel[l][0..8) = b[l · bl + (j + 0..7) · bj], 0 beyond column `columns`. */
function pack(b: usize, bl: usize, bj: usize, depth: i32, columns: i32): void {
	let to = panel;
	if (bj == 4 && columns == 8) {
		for (let l = 0; l < depth; l++) {
			v128.store(to, v128.load(b));
			v128.store(to, v128.load(b, 16), 16);
			to += 32;
			b += bl;
		}
		return;
	}
	if (columns < 8) memory.fill(panel, 0, (<usize>depth) << 5);
	if (bl == 4) {
		let l = 0;
		if (columns == 8) {
			for (; l + 4 <= depth; l += 4) {
				let from = b + ((<usize>l) << 2);
				let r0 = v128.load(from);
				let r1 = v128.load(from + bj);
				let r2 = v128.load(from + 2 * bj);
				let r3 = v128.load(from + 3 * bj);
				storeTransposed(to, r0, r1, r2, r3);
				from += 4 * bj;
				r0 = v128.load(from);
				r1 = v128.load(from + bj);
				r2 = v128.load(from + 2 * bj);
				r3 = v128.load(from + 3 * bj);
				storeTransposed(to + 16, r0, r1, r2, r3);
				to += 128;
			}
		}
		for (; l < depth; l++) {
			for (let j = 0; j < columns; j++) store<f32>(to + ((<usize>j) << 2), load<f32>(b + ((<usize>l) << 2) + <usize>j * bj));
			to += 32;
		}
		return;
	}
	for (let l = 0; l < depth; l++) {
		for (let j = 0; j < columns; j++) store<f32>(to + ((<usize>j) << 2), load<f32>(b + <usize>j * bj));
		to += 32;
		b += bl;
	}
}

@inline
function storeTransposed(to: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
	const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
	const b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
	const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
	const d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
	v128.store(to, v128.shuffle<f32>(a, b, 0, 1, 4, 5));
	v128.store(to, v128.shuffle<f32>(a, b, 2, 3, 6, 7), 32);
	v128.store(to, v128.shuffle<f32>(c, d, 0, 1, 4, 5), 64);
	v128.store(to, v128.shuffle<f32>(c, d, 2, 3, 6, 7), 96);
}

@inline
function put(c: usize, low: v128, high: v128, columns: i32, add: bool): void {
	if (columns == 8) {
		if (add) {
			low = f32x4.add(v128.load(c), low);
			high = f32x4.add(v128.load(c, 16), high);
		}
		v128.store(c, low);
		v128.store(c, high, 16);
		return;
	}
	putPart(c, low, high, columns, add);
}

function putPart(c: usize, low: v128, high: v128, columns: i32, add: bool): void {
	if (columns >= 4) {
		v128.store(c, add ? f32x4.add(v128.load(c), low) : low);
		c += 16;
		low = high;
		columns -= 4;
	}
	for (let j = 0; j < columns; j++) {
		const value = f32x4.extract_lane(low, 0);
		store<f32>(c, add ? load<f32>(c) + value : value);
		low = v128.shuffle<f32>(low, low, 1, 2, 3, 0);
		c += 4;
	}
}

/** Four rows of c from four rows of a (row stride ar, step al) and the panel. */
function tile4(a: usize, ar: usize, al: usize, c: usize, cr: usize, depth: i32, columns: i32, add: bool): void {
	let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
	let a0 = a, a1 = a + ar, a2 = a1 + ar, a3 = a2 + ar;
	let b = panel;
	const end = panel + ((<usize>depth) << 5);
	while (b < end) {
		const b0 = v128.load(b);
		const b1 = v128.load(b, 16);
		let v = v128.load_splat<f32>(a0);
		c00 = mad(v, b0, c00);
		c01 = mad(v, b1, c01);
		v = v128.load_splat<f32>(a1);
		c10 = mad(v, b0, c10);
		c11 = mad(v, b1, c11);
		v = v128.load_splat<f32>(a2);
		c20 = mad(v, b0, c20);
		c21 = mad(v, b1, c21);
		v = v128.load_splat<f32>(a3);
		c30 = mad(v, b0, c30);
		c31 = mad(v, b1, c31);
		a0 += al;
		a1 += al;
		a2 += al;
		a3 += al;
		b += 32;
	}
	put(c, c00, c01, columns, add);
	put(c + cr, c10, c11, columns, add);
	put(c + 2 * cr, c20, c21, columns, add);
	put(c + 3 * cr, c30, c31, columns, add);
}

function tile1(a: usize, al: usize, c: usize, depth: i32, columns: i32, add: bool): void {
	let c0 = f32x4.splat(0), c1 = c0;
	let b = panel;
	const end = panel + ((<usize>depth) << 5);
	while (b < end) {
		const v = v128.load_splat<f32>(a);
		c0 = mad(v, v128.load(b), c0);
		c1 = mad(v, v128.load(b, 16), c1);
		a += al;
		b += 32;
	}
	put(c, c0, c1, columns, add);
}

/** c [rows × columns] (+)= Σ a(r, l) b(l, j), with a(r, l) at a + r · ar + l · al and b(l, j) at b + l · bl + j · bj. */
export function product(
	a: usize, ar: usize, al: usize,
	b: usize, bl: usize, bj: usize,
	c: usize, rows: i32, depth: i32, columns: i32, add: bool
): void {
	const cr = (<usize>columns) << 2;
	if (depth == 0 && !add) memory.fill(c, 0, <usize>rows * cr);
	for (let from = 0; from < depth; from += deepest) {
		const slice = min(deepest, depth - from);
		const more = add || from > 0;
		for (let j = 0; j < columns; j += 8) {
			const width = min(8, columns - j);
			pack(b + <usize>from * bl + <usize>j * bj, bl, bj, slice, width);
			let at = a + <usize>from * al;
			let to = c + ((<usize>j) << 2);
			let r = 0;
			for (; r + 4 <= rows; r += 4) {
				tile4(at, ar, al, to, cr, slice, width, more);
				at += 4 * ar;
				to += 4 * cr;
			}
			for (; r < rows; r++) {
				tile1(at, al, to, slice, width, more);
				at += ar;
				to += cr;
			}
		}
	}
}

export function addBias(z: usize, bias: usize, rows: i32, columns: i32): void {
	for (let r = 0; r < rows; r++) {
		let j = 0;
		for (; j + 4 <= columns; j += 4) {
			v128.store(z, f32x4.add(v128.load(z), v128.load(bias + ((<usize>j) << 2))));
			z += 16;
		}
		for (; j < columns; j++) {
			store<f32>(z, load<f32>(z) + load<f32>(bias + ((<usize>j) << 2)));
			z += 4;
		}
	}
}

@inline
function hash(h: i32): u32 {
	h = (h ^ <i32>((<u32>h) >> 16)) * <i32>0x85ebca6b;
	h = (h ^ <i32>((<u32>h) >> 13)) * <i32>0xc2b2ae35;
	return <u32>(h ^ <i32>((<u32>h) >> 16));
}

/** limit: keep × 2³², or 0 where nothing is dropped; factor: 1 / keep. */
export function activate(z: usize, bias: usize, rows: i32, columns: i32, limit: u32, factor: f32, seed: i32): void {
	const zero = f32x4.splat(0);
	const factors = f32x4.splat(factor);
	const limits = i32x4.splat(limit);
	const golden: i32 = 0x9e3779b1;
	let state = seed;
	for (let r = 0; r < rows; r++) {
		let j = 0;
		for (; j + 4 <= columns; j += 4) {
			let value = f32x4.max(zero, f32x4.add(v128.load(z), v128.load(bias + ((<usize>j) << 2))));
			if (limit) {
				let h = i32x4.add(i32x4.splat(state), i32x4(0, golden, 2 * golden, 3 * golden));
				h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 16)), i32x4.splat(<i32>0x85ebca6b));
				h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 13)), i32x4.splat(<i32>0xc2b2ae35));
				h = v128.xor(h, i32x4.shr_u(h, 16));
				value = v128.and(f32x4.mul(value, factors), i32x4.lt_u(h, limits));
			}
			v128.store(z, value);
			z += 16;
			state += 4 * golden;
		}
		for (; j < columns; j++) {
			const value = max<f32>(0, load<f32>(z) + load<f32>(bias + ((<usize>j) << 2)));
			store<f32>(z, limit ? (hash(state) < limit ? value * factor : 0) : value);
			z += 4;
			state += golden;
		}
	}
}

export function deactivate(d: usize, h: usize, n: i32, factor: f32): void {
	const zero = f32x4.splat(0);
	const factors = f32x4.splat(factor);
	let i = 0;
	for (; i + 4 <= n; i += 4) {
		v128.store(d, v128.and(f32x4.mul(v128.load(d), factors), f32x4.gt(v128.load(h), zero)));
		d += 16;
		h += 16;
	}
	for (; i < n; i++) {
		store<f32>(d, load<f32>(h) > 0 ? load<f32>(d) * factor : 0);
		d += 4;
		h += 4;
	}
}

export function columnSums(a: usize, out: usize, rows: i32, columns: i32, add: bool): void {
	const stride = (<usize>columns) << 2;
	let j = 0;
	for (; j + 4 <= columns; j += 4) {
		let sum = add ? v128.load(out) : f32x4.splat(0);
		let at = a;
		for (let r = 0; r < rows; r++) {
			sum = f32x4.add(sum, v128.load(at));
			at += stride;
		}
		v128.store(out, sum);
		a += 16;
		out += 16;
	}
	for (; j < columns; j++) {
		let sum: f32 = add ? load<f32>(out) : 0;
		let at = a;
		for (let r = 0; r < rows; r++) {
			sum += load<f32>(at);
			at += stride;
		}
		store<f32>(out, sum);
		a += 4;
		out += 4;
	}
}

/** e^x for x in [-87, 0]: 2^k · e^r, |r| ≤ ln 2 / 2, with e^r as a polynomial of degree 6 (relative error 2e-7). */
@inline
function exp(x: v128): v128 {
	const k = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
	let r = f32x4.sub(x, f32x4.mul(k, f32x4.splat(0.693359375)));
	r = f32x4.sub(r, f32x4.mul(k, f32x4.splat(-2.12194440e-4)));
	let p = f32x4.splat(1.0 / 720.0);
	p = mad(p, r, f32x4.splat(1.0 / 120.0));
	p = mad(p, r, f32x4.splat(1.0 / 24.0));
	p = mad(p, r, f32x4.splat(1.0 / 6.0));
	p = mad(p, r, f32x4.splat(0.5));
	p = mad(p, r, f32x4.splat(1.0));
	p = mad(p, r, f32x4.splat(1.0));
	const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23);
	return f32x4.mul(p, scale);
}

@inline
function sigmoidFrom(x: v128, e: v128, scale: v128): v128 {
	const one = f32x4.splat(1);
	const top = v128.bitselect(one, e, f32x4.ge(x, f32x4.splat(0)));
	return f32x4.div(f32x4.mul(scale, top), f32x4.add(one, e));
}

@inline
function expOfMinusAbs(x: v128): v128 {
	const far = f32x4.splat(-87);
	const y = f32x4.neg(f32x4.abs(x));
	return v128.and(exp(f32x4.max(y, far)), f32x4.gt(y, far));
}

/** ln v for finite v ≥ 1: exponent, and 2 artanh((m - 1) / (m + 1)) of what is left, within [√½, √2]. */
function ln(v: f64): f64 {
	const bits = reinterpret<u64>(v);
	let k = <f64>(<i64>(bits >> 52) - 1023);
	let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
	if (m > 1.4142135623730951) {
		m *= 0.5;
		k += 1;
	}
	const s = (m - 1) / (m + 1);
	const s2 = s * s;
	let p: f64 = 1.0 / 17.0;
	for (let d: f64 = 15; d > 0; d -= 2) p = p * s2 + 1 / d;
	return k * 0.6931471805599453 + 2 * s * p;
}

/** The sum of ln(1 + e) is the logarithm of a product: one logarithm for 256 logits. */
export function crossEntropy(logits: usize, n: i32, scale: f32): f64 {
	const scales = f32x4.splat(scale);
	const one = f64x2.splat(1);
	let sum: f64 = 0;
	let i = 0;
	while (i + 4 <= n) {
		const end = min(n - 3, i + 256);
		let low = one, high = one;
		let above = f32x4.splat(0);
		for (; i < end; i += 4) {
			const x = v128.load(logits);
			const e = expOfMinusAbs(x);
			above = f32x4.add(above, f32x4.max(x, f32x4.splat(0)));
			low = f64x2.mul(low, f64x2.add(one, f64x2.promote_low_f32x4(e)));
			high = f64x2.mul(high, f64x2.add(one, f64x2.promote_low_f32x4(v128.shuffle<f32>(e, e, 2, 3, 2, 3))));
			v128.store(logits, sigmoidFrom(x, e, scales));
			logits += 16;
		}
		low = f64x2.mul(low, high);
		sum += ln(f64x2.extract_lane(low, 0) * f64x2.extract_lane(low, 1));
		above = f32x4.add(above, v128.shuffle<f32>(above, above, 2, 3, 0, 1));
		sum += <f64>f32x4.extract_lane(above, 0) + <f64>f32x4.extract_lane(above, 1);
	}
	for (; i < n; i++) {
		const x = v128.load_splat<f32>(logits);
		const e = expOfMinusAbs(x);
		sum += <f64>max<f32>(0, f32x4.extract_lane(x, 0)) + ln(1 + <f64>f32x4.extract_lane(e, 0));
		store<f32>(logits, f32x4.extract_lane(sigmoidFrom(x, e, scales), 0));
		logits += 4;
	}
	return sum;
}

/** p -= rate · m' / (√v' + epsilon) + shrink · p with m' = m · m1, v' = v · v1: see AdamStep. */
export function adam(
	p: usize, m: usize, v: usize, g: usize, g2: usize, n: i32,
	rate: f32, shrink: f32, m1: f32, v1: f32, beta1: f32, beta2: f32, epsilon: f32
): void {
	const rates = f32x4.splat(rate), shrinks = f32x4.splat(shrink), m1s = f32x4.splat(m1), v1s = f32x4.splat(v1);
	const b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2), epsilons = f32x4.splat(epsilon);
	const c1 = f32x4.splat(<f32>1 - beta1), c2 = f32x4.splat(<f32>1 - beta2);
	// The last numbers go through the same arithmetic, on copies.
	const tail = panel;
	let i = 0;
	while (i < n) {
		const left = n - i;
		let P = p, M = m, V = v, G = g, H = g2;
		if (left < 4) {
			const bytes = (<usize>left) << 2;
			P = tail;
			M = tail + 16;
			V = tail + 32;
			G = tail + 48;
			H = tail + 64;
			memory.fill(tail, 0, 80);
			memory.copy(P, p, bytes);
			memory.copy(M, m, bytes);
			memory.copy(V, v, bytes);
			memory.copy(G, g, bytes);
			memory.copy(H, g2, bytes);
		}
		const gradient = f32x4.add(v128.load(G), v128.load(H));
		const first = mad(b1, v128.load(M), f32x4.mul(c1, gradient));
		const second = mad(b2, v128.load(V), f32x4.mul(c2, f32x4.mul(gradient, gradient)));
		v128.store(M, first);
		v128.store(V, second);
		const root = f32x4.add(f32x4.sqrt(f32x4.mul(second, v1s)), epsilons);
		const move = f32x4.div(f32x4.mul(first, m1s), root);
		const old = v128.load(P);
		v128.store(P, f32x4.sub(old, f32x4.add(f32x4.mul(rates, move), f32x4.mul(shrinks, old))));
		if (left < 4) {
			const bytes = (<usize>left) << 2;
			memory.copy(p, P, bytes);
			memory.copy(m, M, bytes);
			memory.copy(v, V, bytes);
			return;
		}
		i += 4;
		p += 16;
		m += 16;
		v += 16;
		g += 16;
		g2 += 16;
	}
}

/** to [width] += d · from [width] */
@inline
function addScaled(to: usize, from: usize, d: f32, width: i32): void {
	const ds = f32x4.splat(d);
	let j = 0;
	for (; j + 4 <= width; j += 4) {
		v128.store(to, mad(ds, v128.load(from), v128.load(to)));
		to += 16;
		from += 16;
	}
	for (; j < width; j++) {
		store<f32>(to, load<f32>(to) + d * load<f32>(from));
		to += 4;
		from += 4;
	}
}

@inline
function row(matrix: usize, index: usize, e: i32, width: i32): usize {
	const r = index ? load<i32>(index + ((<usize>e) << 2)) : e;
	return matrix + ((<usize>r * <usize>width) << 2);
}

export function pairDots(a: usize, ai: usize, b: usize, bi: usize, out: usize, n: i32, width: i32): void {
	for (let e = 0; e < n; e++) {
		let x = row(a, ai, e, width);
		let y = row(b, bi, e, width);
		let sums = f32x4.splat(0);
		let j = 0;
		for (; j + 4 <= width; j += 4) {
			sums = mad(v128.load(x), v128.load(y), sums);
			x += 16;
			y += 16;
		}
		sums = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 0, 1));
		let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
		for (; j < width; j++) {
			sum += load<f32>(x) * load<f32>(y);
			x += 4;
			y += 4;
		}
		store<f32>(out, load<f32>(out) + sum);
		out += 4;
	}
}

export function scatterRows(to: usize, ti: usize, from: usize, fi: usize, d: usize, n: i32, width: i32): void {
	for (let e = 0; e < n; e++) {
		const scale: f32 = d ? load<f32>(d + ((<usize>e) << 2)) : 1;
		addScaled(row(to, ti, e, width), row(from, fi, e, width), scale, width);
	}
}
