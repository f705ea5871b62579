import { legacyEncodings } from './encodings.js';
import type { LegacyEncoding } from './encodings.js';
import { lettersOf } from './letters.js';
import type { Letters } from './letters.js';
import { decodeWindows1252 } from './windows-1252.js';

/** Encodings before Unicode, each with the languages that are written in it; the first wins a tie. */
const languagesOf: Readonly<Record<LegacyEncoding, readonly string[]>> = {
	'windows-1252': ['de', 'fr', 'es', 'pt', 'it', 'nordic', 'nl', 'is'],
	'windows-1250': ['pl', 'cs', 'hu', 'ro', 'hr', 'de'],
	'iso-8859-2': ['pl', 'cs', 'hu', 'ro', 'hr', 'de'],
	'windows-1254': ['tr'],
	'windows-1257': ['lt', 'lv', 'et'],
	macintosh: ['de', 'fr', 'es', 'pt', 'it', 'nordic', 'nl'],
	'windows-1251': ['ru', 'uk', 'bg', 'sr'],
	'koi8-r': ['ru'],
	'koi8-u': ['uk'],
	ibm866: ['ru'],
	'iso-8859-5': ['ru', 'bg', 'sr'],
	'windows-1253': ['el'],
	'windows-1255': ['he'],
	'windows-1256': ['ar'],
	'windows-874': ['th'],
	gb18030: ['zh-cn'],
	big5: ['zh-tw'],
	shift_jis: ['ja'],
	'euc-jp': ['ja'],
	'euc-kr': ['ko']
};

/** Bits that another encoding must be ahead of Windows-1252: what a character or two say may be chance. */
const AHEAD = 8;
const SAMPLE = 1 << 14;
const LONGEST_WORD = 200;
/** Bits of what a language does not use. */
const ASCII = 5;
const COMMON_SYMBOL = 7;
const STRANGE = 12;
const FORBIDDEN = 20;
/** A letter of another alphabet beside a Latin one. */
const MIXED = 12;
const symbols = new Set('\u00a0€£°™–—’‘“”„«»·×½¼¾²³®©§…•№¿¡、。，：；（）！？・「」『』【】～－／％＋　');

/**
 * The encoding under which bytes that are not UTF-8 are most likely text: of each encoding, the language in whose letters
 * they take fewest bits (letters by their rank, cases and scripts that mix inside a word being unlikely). Looks at the
 * words beyond ASCII alone. Windows-1252 where nothing speaks against it.
 */
export function legacyEncodingOf(bytes: Uint8Array): LegacyEncoding {
	const sample = wordsBeyondAscii(bytes, SAMPLE);
	if (sample.length === 0) return 'windows-1252';
	let best: LegacyEncoding = 'windows-1252';
	let least = Infinity;
	const kinds = new Map<string, Kind>();
	for (const encoding of legacyEncodings) {
		const text = textIn(sample, encoding);
		if (text === undefined) continue;
		for (const language of languagesOf[encoding]) {
			const bits = bitsOf(text, modelOf(language), kinds) + (encoding === 'windows-1252' ? 0 : AHEAD);
			if (bits < least) [best, least] = [encoding, bits];
		}
	}
	return best;
}

/** The first words that have bytes beyond ASCII, a line each, in `most` bytes or a word more. */
export function wordsBeyondAscii(bytes: Uint8Array, most: number): Uint8Array {
	const words: number[] = [];
	let start = 0;
	let beyond = false;
	for (let i = 0; i <= bytes.length && words.length < most; i++) {
		const byte = i < bytes.length ? bytes[i] : 0;
		if (byte > 0x7f) beyond = true;
		// No encoding has these as the second byte of a character.
		if (byte >= 0x30 && byte !== 0x3b) continue;
		if (beyond) {
			for (let at = start; at < Math.min(i, start + LONGEST_WORD); at++) words.push(bytes[at]);
			words.push(10);
		}
		start = i + 1;
		beyond = false;
	}
	return Uint8Array.from(words);
}

/** Undefined where this machine has no decoder for it. */
function textIn(bytes: Uint8Array, encoding: LegacyEncoding): string | undefined {
	if (encoding === 'windows-1252') return decodeWindows1252(bytes);
	try {
		return new TextDecoder(encoding).decode(bytes);
	} catch {
		return undefined;
	}
}

interface Model {
	readonly script: Letters['script'];
	/** Bits of a character, for those that the language is written with. */
	readonly bits: ReadonlyMap<string, number>;
}

const models = new Map<string, Model>();

function modelOf(language: string): Model {
	const known = models.get(language);
	if (known) return known;
	const { letters, script, level } = lettersOf[language];
	const bits = new Map<string, number>();
	const own = [...new Set(letters)];
	if (script === 'ideographs') {
		if (level) for (const character of charactersOf(level)) bits.set(character, Math.log2(4000) + 2);
		for (const character of own) bits.set(character, Math.log2(own.length) + 1);
	} else {
		const all = (own.length * (own.length + 1)) / 2;
		own.forEach((letter, rank) => {
			const bitsOfLetter = (script === 'latin' ? 3 : 0) + Math.log2(all / (own.length - rank));
			bits.set(letter, bitsOfLetter);
			const upper = letter.toUpperCase();
			if (upper !== letter && upper.length === 1) bits.set(upper, bitsOfLetter + 1);
		});
	}
	const model = { script, bits };
	models.set(language, model);
	return model;
}

/** The everyday characters of an encoding, which were given the first codes. */
function charactersOf({ encoding, lead: [from, to] }: NonNullable<Letters['level']>): string {
	const codes: number[] = [];
	for (let lead = from; lead <= to; lead++) {
		if (encoding === 'big5') for (let trail = 0x40; trail < 0x7f; trail++) codes.push(lead, trail);
		for (let trail = 0xa1; trail < 0xff; trail++) codes.push(lead, trail);
	}
	return new TextDecoder(encoding).decode(Uint8Array.from(codes)).replaceAll('\ufffd', '');
}

function bitsOf(text: string, { script, bits }: Model, kinds: Map<string, Kind>): number {
	let sum = 0;
	let before = kindOf(' ');
	for (const character of text) {
		let kind = kinds.get(character);
		if (!kind) kinds.set(character, (kind = kindOf(character)));
		if (kind.ascii) sum += ASCII;
		else sum += bits.get(character) ?? (kind.letter ? (script === 'ideographs' ? STRANGE + 5 : STRANGE) : symbols.has(character) ? COMMON_SYMBOL : character < '\u00a0' || character === '\ufffd' ? FORBIDDEN : STRANGE);
		if (kind.letter && before.letter) {
			if (kind.ascii !== before.ascii && script === 'alphabet') sum += MIXED;
			if (kind.upper && before.lower && !(kind.ascii && before.ascii)) sum += 5;
		} else if ((kind.letter && before.symbol) || (kind.symbol && before.letter)) sum += 2;
		before = kind;
	}
	return sum;
}

interface Kind {
	readonly ascii: boolean;
	readonly letter: boolean;
	readonly upper: boolean;
	readonly lower: boolean;
	/** Neither ASCII nor a letter, nor a space. */
	readonly symbol: boolean;
}

function kindOf(character: string): Kind {
	const ascii = character < '\u0080';
	const letter = /^[\p{L}\p{M}]$/u.test(character);
	return { ascii, letter, upper: /^\p{Lu}$/u.test(character), lower: /^\p{Ll}$/u.test(character), symbol: !ascii && !letter && character !== '\u00a0' };
}
